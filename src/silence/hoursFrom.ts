import type { Instant } from '../alert/timestamp.ts';
import { isWithin, nextChange } from '../calendar/timeInterval.ts';
import { timeIntervalRange } from '../calendar/timeIntervalRange.ts';
import type { TimeIntervalSource } from '../calendar/timeIntervalSource.ts';
import type { Recurrence } from './silence.ts';

/** From when on a silence hides something: the first instant of its hours, `from` or later; null where none comes. */
export function hoursFrom(
  { names, ranges }: Recurrence,
  intervals: readonly TimeIntervalSource[],
  from: Instant,
): Instant | null {
  const named = intervals.filter(({ name }) => names.includes(name)).flatMap((interval) => interval.intervals);
  const hours = { name: names.join(', '), ranges: [...named, ...ranges].map(timeIntervalRange) };
  return isWithin(hours, from) ? from : nextChange(hours, from);
}
