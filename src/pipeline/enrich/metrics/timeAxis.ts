import type { Instant } from '../../../alert/timestamp.ts';

export interface TimeTick {
  readonly at: Instant;
  readonly label: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE).concat([1, 2, 3, 6, 12].map((hours) => hours * HOUR));
const LONG_STEPS = [1, 2, 7, 14, 28, 91, 182].map((days) => days * DAY);
const MOST_TICKS = 8;

/** Whole minutes, hours and days of the zone's own time, at most eight. At midnight the day is written. `zone` is an IANA name. */
export function timeTicks(from: Instant, to: Instant, zone: string): readonly TimeTick[] {
  const step = [...STEPS, ...LONG_STEPS].find((one) => (to - from) / one < MOST_TICKS) ?? 364 * DAY;
  // One offset for all of it: where the clocks change in between, the ticks keep their distance.
  const offset = offsetOf(from, zone);
  const first = Math.ceil((from + offset) / step) * step - offset;
  const ticks: TimeTick[] = [];
  for (let at = first; at <= to; at += step)
    ticks.push({ at, label: isMidnight(at, zone) ? dayOf(at, zone) : clockTime(at, zone) });
  return ticks;
}

/** `02:17` */
export function clockTime(at: Instant, zone: string): string {
  return format('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** What the zone is called then, in short: `UTC`, `GMT+1`, `EST`. */
export function zoneName(at: Instant, zone: string): string {
  const parts = format('en-US', zone, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** `4 Mar` */
export function dayOf(at: Instant, zone: string): string {
  return format('en-GB', zone, { day: 'numeric', month: 'short' }).format(at);
}

function isMidnight(at: Instant, zone: string): boolean {
  return clockTime(at, zone) === '00:00';
}

/** Milliseconds that the zone's clocks are ahead of UTC. */
function offsetOf(at: Instant, zone: string): number {
  const parts = format('en-GB', zone, { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
  return local - Math.floor(at / MINUTE) * MINUTE;
}

/** One of them takes longer to make than a whole graph takes to write. There are a handful of zones in a configuration. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, known);
  return known;
}
