/** A point in time as milliseconds since the epoch, as `Date.now()` gives it. */
export type Instant = number;

/** RFC 3339 in UTC with exactly nine fractional digits: sorts as text, loses nothing of what Go's clock gave. */
export type Timestamp = string;

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d{2}:\d{2})$/;

/** A time in UTC on a day that every month has: it needs no calendar. Go and JavaScript write nearly all of them so. */
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;
const NO_FRACTION = 20;

/** Any RFC 3339 text in its canonical form, or null if it is none (`2026-13-01…` included). */
export function canonicalTimestamp(text: string): Timestamp | null {
  if (USUAL.test(text)) {
    const digits = text.slice(0, -1);
    return `${(text.length === NO_FRACTION ? `${digits}.` : digits).padEnd(29, '0')}Z`;
  }
  const match = RFC3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  if (!isOnTheCalendar(`${year}-${month}-${day}`) || hour === '24') return null;
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
  if (Number.isNaN(millis)) return null;
  const iso = new Date(millis).toISOString();
  if (iso.length !== 24) return null;
  return `${iso.slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isOnTheCalendar(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

/** The instant of a canonical timestamp, cut to milliseconds. */
export function instantOf(timestamp: Timestamp): Instant {
  return Date.parse(`${timestamp.slice(0, 23)}Z`);
}

/** The canonical timestamp of an instant. */
export function timestampOf(instant: Instant): Timestamp {
  return `${new Date(instant).toISOString().slice(0, 23)}000000Z`;
}

/** An instant as people and the API read it: RFC 3339, UTC, milliseconds. */
export function rfc3339(instant: Instant): string {
  return new Date(instant).toISOString();
}
