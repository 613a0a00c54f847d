/** A line of a runbook's quote: of a block of code as it stands, else words and code in turn. */
export type QuoteLine =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'words'; readonly parts: readonly { readonly isCode: boolean; readonly text: string }[] };

const FENCE = /^`{3,}$/;
const CODE = /(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;

/** Reads what `quoteBlocks` wrote: code stands between two lines of backticks, or within backticks. The fences themselves are no lines. */
export function quoteLines(lines: readonly string[]): QuoteLine[] {
  let fence: string | null = null;
  const read: QuoteLine[] = [];
  for (const line of lines) {
    if (fence === null && FENCE.test(line)) fence = line;
    else if (line === fence) fence = null;
    else read.push(fence === null ? { kind: 'words', parts: wordsIn(line) } : { kind: 'code', text: line });
  }
  return read;
}

function wordsIn(line: string): { isCode: boolean; text: string }[] {
  const parts: { isCode: boolean; text: string }[] = [];
  let from = 0;
  for (const match of line.matchAll(CODE)) {
    parts.push({ isCode: false, text: line.slice(from, match.index) }, { isCode: true, text: match[2] as string });
    from = match.index + match[0].length;
  }
  return [...parts, { isCode: false, text: line.slice(from) }].filter(({ text }) => text !== '');
}
