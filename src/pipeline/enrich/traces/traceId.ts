/**
 * A trace id in one form: 16 or 32 lower case hex digits. Null for everything else, and for the id that is all zeros, which means none
 * (https://www.w3.org/TR/trace-context/#trace-id).
 */
export function traceId(text: string): string | null {
  const id = text.toLowerCase();
  return /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(id) && !/^0+$/.test(id) ? id : null;
}
