import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTimeInterval, isWithin, nextChange } from '../../src/calendar/timeInterval.ts';
import type { TimeRangeSource } from '../../src/calendar/timeIntervalSource.ts';

/** The wall clock and the calendar of a place, as `Intl` spells them out. */
interface LocalParts {
  readonly minute: number;
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** Slow, and knows nothing of offsets. */
function localParts(location: string, instant: number): LocalParts {
  let format = formats.get(location);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: location,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(location, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    minute: number('hour') * 60 + number('minute'),
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
    day: number('day'),
    month: number('month'),
    year: number('year'),
  };
}

/** What a range means, read off the documentation of Alertmanager one field after the other. */
function holds(range: TimeRangeSource, parts: LocalParts): boolean {
  const length = new Date(Date.UTC(parts.year, parts.month, 0)).getUTCDate();
  const among = (ranges: readonly { readonly from: number; readonly to: number }[], value: number): boolean =>
    ranges.length === 0 || ranges.some(({ from, to }) => value >= from && value <= to);
  const fromEnd = parts.day - length - 1;
  return (
    (range.times.length === 0 || range.times.some(({ start, end }) => parts.minute >= start && parts.minute < end)) &&
    among(range.weekdays, parts.weekday) &&
    among(range.months, parts.month) &&
    among(range.years, parts.year) &&
    (range.daysOfMonth.length === 0 ||
      range.daysOfMonth.some(
        ({ from, to }) => (from < 0 ? fromEnd >= from : parts.day >= from) && (to < 0 ? fromEnd <= to : parts.day <= to),
      ))
  );
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Places, and days around which their clocks did something. */
const PLACES: readonly (readonly [string, string])[] = [
  ['UTC', '2026-12-31'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Asia/Kathmandu', '2028-02-29'],
  ['Pacific/Apia', '2011-12-30'],
  ['America/Havana', '2026-11-01'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/Sao_Paulo', '2018-11-04'],
];

const DAYS = 4;
const scanned = new Map<string, readonly LocalParts[]>();

/** Every minute of the days around a day, in a place. */
function minutesOf(location: string, start: number): readonly LocalParts[] {
  const key = `${location} ${start}`;
  const known = scanned.get(key);
  if (known) return known;
  const minutes = Array.from({ length: DAYS * 1440 }, (_, i) => localParts(location, start + i * MINUTE));
  scanned.set(key, minutes);
  return minutes;
}

function between(low: number, high: number) {
  return fc.tuple(fc.integer({ min: low, max: high }), fc.nat({ max: 3 })).map(([from, more]) => ({
    from,
    to: Math.min(high, from + more),
  }));
}

function few<T>(one: fc.Arbitrary<T>) {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 2, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }) },
  );
}

const times = fc
  .tuple(fc.nat({ max: 1439 }), fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 1440 })))
  .map(([start, length]) => ({ start, end: Math.min(1440, start + length) }));
const daysOfMonth = fc.oneof(
  between(1, 31),
  between(-31, -1),
  fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -8, max: -1 })).map(([from, to]) => ({ from, to })),
);
const range: fc.Arbitrary<Omit<TimeRangeSource, 'location' | 'years'>> = fc.record({
  times: few(times),
  weekdays: few(between(0, 6)),
  daysOfMonth: few(daysOfMonth),
  months: few(between(1, 12)),
});

describe('time intervals, compared with Intl minute by minute', () => {
  it('hold and change when the wall clock says so', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(range, fc.nat({ max: 3 })), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...PLACES),
        fc.nat({ max: (DAYS - 1) * 1440 }),
        fc.nat({ max: MINUTE - 1 }),
        (ranges, [location, day], minute, millis) => {
          const start = Date.parse(`${day}T00:00:00Z`) - 1.5 * DAY;
          const year = Number(day.slice(0, 4));
          const intervals = ranges.map(([one, pick]) => ({
            ...one,
            years: [[], [], [{ from: year, to: year }], [{ from: year + 1, to: year + 2 }]][pick] ?? [],
            location,
          }));
          const compiled = compileTimeInterval({ name: 'x', intervals });
          const minutes = minutesOf(location, start);
          const expected = (at: number): boolean => intervals.some((one) => holds(one, minutes[at] as LocalParts));

          const now = expected(minute);
          expect(isWithin(compiled, start + minute * MINUTE + millis)).toBe(now);
          let other = minute + 1;
          while (other < minutes.length && expected(other) === now) other += 1;
          const next = nextChange(compiled, start + minute * MINUTE + millis);
          if (other < minutes.length) {
            changed += 1;
            expect(next).toBe(start + other * MINUTE);
          } else expect(next ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(start + other * MINUTE);
        },
      ),
      { numRuns: 800 },
    );
    expect(changed).toBeGreaterThan(150);
  });

  it('find dates far away', () => {
    const first = Date.parse('2026-01-01T00:00:00Z') / DAY;
    const dates = Array.from({ length: 90 * 366 }, (_, i) => localParts('UTC', (first + i) * DAY));
    const years = few(between(2020, 2100));
    let far = 0;
    fc.assert(
      fc.property(range, years, fc.nat({ max: 7_000 }), (one, someYears, at) => {
        const source = { ...one, times: [], years: someYears, location: 'UTC' };
        const compiled = compileTimeInterval({ name: 'x', intervals: [source] });
        const now = holds(source, dates[at] as LocalParts);
        const other = dates.findIndex((date, i) => i > at && holds(source, date) !== now);
        if (other - at > 400) far += 1;
        expect(nextChange(compiled, (first + at) * DAY)).toBe(other < 0 ? null : (first + other) * DAY);
      }),
      { numRuns: 400 },
    );
    expect(far).toBeGreaterThan(3);
  });
});
