import type { Instant } from '../alert/timestamp.ts';
import { type TimeIntervalRange, timeIntervalRange } from './timeIntervalRange.ts';
import type { TimeIntervalSource } from './timeIntervalSource.ts';

/** A time interval, ready to be asked. What it remembers makes it faster and changes no answer. */
export interface CompiledTimeInterval {
  readonly name: string;
  readonly ranges: readonly TimeIntervalRange[];
}

/** Ranges of one interval that take turns without a gap are followed no further. */
const MAX_TURNS = 100;

/** Throws a `RangeError` where a location is not known. */
export function compileTimeInterval({ name, intervals }: TimeIntervalSource): CompiledTimeInterval {
  return { name, ranges: intervals.map(timeIntervalRange) };
}

/** Whether one of the interval's ranges holds at the instant. Source: Alertmanager's `timeinterval` package. */
export function isWithin({ ranges }: CompiledTimeInterval, instant: Instant): boolean {
  return ranges.some((range) => range.holdsAt(instant));
}

/**
 * The first instant after this one at which `isWithin` answers otherwise, to the millisecond; null where it never will.
 * Where ranges have taken turns a hundred times without a gap it is the hundredth turn: ask again then.
 */
export function nextChange(interval: CompiledTimeInterval, instant: Instant): Instant | null {
  const { ranges } = interval;
  if (!isWithin(interval, instant)) {
    const starts = ranges.map((range) => range.changesAfter(instant)).filter((start) => start !== null);
    return starts.length === 0 ? null : Math.min(...starts);
  }
  let at = instant;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    // The range that lasts longest decides: before its end nothing can change.
    const ends = ranges.filter((range) => range.holdsAt(at)).map((range) => range.changesAfter(at));
    let last = at;
    for (const end of ends) {
      if (end === null) return null;
      last = Math.max(last, end);
    }
    at = last;
    if (!isWithin(interval, at)) break;
  }
  return at;
}
