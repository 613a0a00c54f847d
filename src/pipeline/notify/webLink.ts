const LONGEST = 2_000;

/**
 * A link that may be shown as one: http or https, no user name or password in it, not longer than `max`, and nothing in it
 * that Slack would take for its own syntax (`|`, `<`, `>`, backticks). Null for everything else.
 */
export function webLink(text: string, max: number = LONGEST): { readonly href: string; readonly host: string } | null {
  if (text.length > max || !URL.canParse(text)) return null;
  const url = new URL(text);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return null;
  const href = url.href.replace(/[|<>`\s]/g, encodeURIComponent);
  return href.length > max ? null : { href, host: url.host };
}
