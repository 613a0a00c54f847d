/** The address if a link may lead there: http or https. Senders choose these, so `javascript:` and the like are null. */
export function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}
