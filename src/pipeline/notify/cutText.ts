/** At most `max` UTF-16 units; what is cut ends in `…`, and no surrogate pair is torn. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = Math.max(0, max - 1);
  const last = text.charCodeAt(end - 1);
  const torn = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, torn ? end - 1 : end)}…`;
}
