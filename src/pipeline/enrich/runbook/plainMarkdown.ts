const CODE = /(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;

/** Of HTML; `<namespace>` is none, but what a reader has to fill in. */
const TAG =
  /<\/?(?:a|abbr|b|blockquote|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|section|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video)(?:\s+[a-z:-]{1,40}(?:=(?:"[^"]{0,500}"|'[^']{0,500}'|[^\s>"']{1,500}))?){0,20}\s*\/?>/gi;

/**
 * A line of Markdown as plain text: links as `text (address)`, pictures, bold and tags gone; code in backticks stays as it
 * is. `definition` gives the address of a `[text][name]`, or null.
 */
export function plainMarkdown(line: string, definition: (name: string) => string | null = () => null): string {
  const codes: string[] = [];
  // Code may stand in the text of a link, and nothing in it is Markdown.
  const without = line.replaceAll('\u0000', '').replace(CODE, (code) => `\u0000${codes.push(code) - 1}\u0000`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it marks where code stood, because no text holds it
  return plainWords(without, definition).replace(/\u0000(\d+)\u0000/g, (_, i: string) => codes[Number(i)] ?? '');
}

function plainWords(words: string, definition: (name: string) => string | null): string {
  return words
    .replace(/!\[[^\]]{0,200}\](?:\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)|\[[^\]]{0,200}\])/g, '')
    .replace(
      /\[([^[\]]{0,500})\]\(\s*(<[^>]{0,2000}>|\{\{[^}]{0,500}\}\}|(?:[^()\s]|\([^()\s]{0,500}\)){0,2000})(?:\s[^()]{0,200})?\)/g,
      (_, text: string, address: string) => linkText(text, address),
    )
    .replace(/(?<!\w)\[([^[\]]{1,500})\]\[([^[\]]{0,200})\]/g, (_, text: string, name: string) => {
      const address = definition(name === '' ? text : name);
      return address === null ? text : linkText(text, address);
    })
    .replace(/<((?:https?|mailto):[^<>\s]{1,2000})>/gi, '$1')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(TAG, '')
    .replace(/\{\{[<%][^}]{0,500}[%>]\}\}/g, '')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1/g, '$2')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');
}

/** What leads nowhere outside of its page is its text alone. */
function linkText(text: string, written: string): string {
  const address = /\{\{[<%]\s*(?:ref|relref)\s+"?([^"\s]+)"?/.exec(written)?.[1] ?? written.replace(/^<|>$/g, '');
  const leadsSomewhere = /^https?:\/\//i.test(address) || (!/^[a-z][a-z0-9+.-]*:/i.test(address) && /^[^#{]/.test(address));
  if (!leadsSomewhere) return text;
  if (text.trim() === '' || text === address) return address;
  return `${text} (${address})`;
}
