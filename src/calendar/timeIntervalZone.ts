import type { Instant } from '../alert/timestamp.ts';

/** How far a zone's wall clock is from UTC. */
export interface TimeIntervalZone {
  at(instant: Instant): ZoneStretch;
}

export interface ZoneStretch {
  /** Milliseconds: wall clock minus UTC. */
  readonly offset: number;
  /** The offset stays so until then, perhaps longer: a stretch is at most a day. */
  readonly until: Instant;
}

/** A day of UTC; in the second element where the clock changes on it. */
type ZoneDay = readonly [ZoneStretch, ZoneStretch?];

const DAY = 86_400_000;
const MAX_DAYS = 4_096;

/** What is known of the zones, a function of their names alone: a formatter takes long to make, and a policy has few zones. */
const zones = new Map<string, TimeIntervalZone>();

/** The zone of an IANA name, by this Node's own zone data. Throws a `RangeError` that names what it does not know. */
export function timeIntervalZone(location: string): TimeIntervalZone {
  const known = zones.get(location);
  if (known) return known;
  const zone = makeZone(location);
  zones.set(location, zone);
  return zone;
}

function makeZone(location: string): TimeIntervalZone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: location, timeZoneName: 'longOffset', year: 'numeric' });
  const days = new Map<number, ZoneDay>();

  const readDay = (day: number): ZoneDay => {
    const start = day * DAY;
    const end = start + DAY;
    const offset = offsetIn(format.format(start));
    const later = offsetIn(format.format(end));
    // No zone changes its clock twice within a day.
    if (offset === later) return [{ offset, until: end }];
    let [before, after] = [start, end];
    while (after - before > 1_000) {
      const middle = before + Math.floor((after - before) / 2_000) * 1_000;
      if (offsetIn(format.format(middle)) === offset) before = middle;
      else after = middle;
    }
    return [
      { offset, until: after },
      { offset: later, until: end },
    ];
  };

  return {
    at: (instant) => {
      const day = Math.floor(instant / DAY);
      let known = days.get(day);
      if (!known) {
        if (days.size >= MAX_DAYS) days.clear();
        known = readDay(day);
        days.set(day, known);
      }
      const [first, second] = known;
      return second && instant >= first.until ? second : first;
    },
  };
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Milliseconds of the offset that stands at the end of a text: `2026, GMT+05:45`, `1960, GMT-00:44:30`. */
function offsetIn(text: string): number {
  const match = OFFSET.exec(text);
  if (!match) throw new Error(`no offset from UTC in ${JSON.stringify(text)}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const millis = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -millis : millis;
}
