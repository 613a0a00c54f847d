/**
 * The wait that a `Retry-After` asks for, in milliseconds: seconds, or an HTTP date, which is read against the answer's own
 * `Date` because our clock may differ from theirs. Null where it says nothing usable.
 */
export function retryAfterMs(retryAfter: string | null | undefined, date: string | null | undefined): number | null {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,7}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const wait = Date.parse(text) - Date.parse(date ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
