import type { Instant } from '../alert/timestamp.ts';
import { timeIntervalDates } from './timeIntervalDates.ts';
import type { MinuteRange, TimeRangeSource } from './timeIntervalSource.ts';
import { timeIntervalZone } from './timeIntervalZone.ts';

/** One range of a time interval, ready to be asked. */
export interface TimeIntervalRange {
  holdsAt(instant: Instant): boolean;
  /** The first instant after this one at which `holdsAt` answers otherwise; null where it never will. */
  changesAfter(instant: Instant): Instant | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Far more than any range of the configuration takes: what can never hold must not keep the engine from its work. */
const MAX_STEPS = 10_000;
/** No wall clock was ever further from UTC. */
const FARTHEST_OFFSET = 16 * 60 * MINUTE;

/** Throws a `RangeError` where the location is not known. */
export function timeIntervalRange(source: TimeRangeSource): TimeIntervalRange {
  const zone = timeIntervalZone(source.location);
  const dates = timeIntervalDates(source);
  const times = merged(source.times);
  const isWholeDay = times.length === 1 && times[0]?.start === 0 && times[0].end === DAY;
  const edges = [...times.flatMap(({ start, end }) => [start, end]), DAY];

  const holdsAt = (instant: Instant): boolean => {
    const local = instant + zone.at(instant).offset;
    const date = Math.floor(local / DAY);
    const time = local - date * DAY;
    return times.some(({ start, end }) => start <= time && time < end) && dates.has(date);
  };

  /** The end of a time in which `holdsAt` cannot change: midnight, an edge of the times, or the end of what the zone tells. */
  const steadyUntil = (instant: Instant): Instant => {
    const { offset, until } = zone.at(instant);
    const local = instant + offset;
    const midnight = Math.floor(local / DAY) * DAY;
    const edge = edges.find((end) => midnight + end > local) ?? DAY;
    return Math.min(midnight + edge - offset, until);
  };

  return {
    holdsAt,
    changesAfter: (instant) => {
      const holds = holdsAt(instant);
      let at = instant;
      for (let step = 0; step < MAX_STEPS; step += 1) {
        // While dates alone decide, nothing happens before the next one that decides otherwise begins somewhere on earth.
        if (!holds || isWholeDay) {
          const date = dates.next(Math.floor((at - FARTHEST_OFFSET) / DAY), !holds);
          if (date === null) return null;
          at = Math.max(at, date * DAY - FARTHEST_OFFSET);
        }
        at = steadyUntil(at);
        if (holdsAt(at) !== holds) return at;
      }
      return at;
    },
  };
}

/** In milliseconds since midnight, in order, none touching another; without any the whole day. */
function merged(times: readonly MinuteRange[]): readonly MinuteRange[] {
  if (times.length === 0) return [{ start: 0, end: DAY }];
  const apart: MinuteRange[] = [];
  for (const { start, end } of [...times].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last && start * MINUTE <= last.end) {
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, end * MINUTE) };
    } else apart.push({ start: start * MINUTE, end: end * MINUTE });
  }
  return apart;
}
