import type { InclusiveRange, TimeRangeSource } from './timeIntervalSource.ts';

/** The dates of a range. A date is a number of days since 1970-01-01, in no zone at all. */
export interface TimeIntervalDates {
  has(date: number): boolean;
  /** The first date, `date` itself included, that it has (`wanted`) or has not; null where there is none ever after. */
  next(date: number, wanted: boolean): number | null;
}

const DAY = 86_400_000;
const SHORTEST_MONTH = 28;
const EVERY_MONTH = 0xfff;
const EVERY_WEEKDAY = 0x7f;
const ALL_YEARS: readonly InclusiveRange[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
/** Any so many years in a row hold every kind of year: leap or not, beginning on each weekday. */
const KINDS_OF_YEARS = 40;

export function timeIntervalDates(source: Omit<TimeRangeSource, 'times' | 'location'>): TimeIntervalDates {
  const weekdays = source.weekdays.length === 0 ? EVERY_WEEKDAY : bits(source.weekdays, 0);
  const months = source.months.length === 0 ? EVERY_MONTH : bits(source.months, 1);
  const days = [28, 29, 30, 31].map((length) => daysIn(length, source.daysOfMonth));
  const isEveryDay =
    weekdays === EVERY_WEEKDAY &&
    months === EVERY_MONTH &&
    days.every((inMonth, i) => inMonth === daysIn(SHORTEST_MONTH + i, []));
  const years = source.years.length === 0 ? ALL_YEARS : [...source.years].sort((a, b) => a.from - b.from);

  const daysOf = (month: number, length: number): number => ((months >> month) & 1 ? (days[length - SHORTEST_MONTH] ?? 0) : 0);
  const yearsAround = (year: number): InclusiveRange | undefined => years.find(({ from, to }) => from <= year && year <= to);

  /** Within one month, from its `first` day on; the year is one that counts. */
  const nextInMonth = (year: number, month: number, first: number, wanted: boolean): number | null => {
    const length = lengthOf(year, month);
    const inMonth = daysOf(month, length);
    if (wanted && inMonth === 0) return null;
    const before = Date.UTC(year, month, 0) / DAY;
    for (let day = first; day <= length; day += 1) {
      const has = ((inMonth >> (day - 1)) & (weekdays >> weekdayOf(before + day)) & 1) === 1;
      if (has === wanted) return before + day;
    }
    return null;
  };

  const nextInYears = (date: Date, last: number, wanted: boolean): number | null => {
    if (isEveryDay && !wanted) return null;
    let [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    for (const end = Math.min(last, year + KINDS_OF_YEARS); year <= end; ) {
      const found = nextInMonth(year, month, day, wanted);
      if (found !== null) return found;
      day = 1;
      month = (month + 1) % 12;
      if (month === 0) year += 1;
    }
    return null;
  };

  return {
    has: (date) => {
      const utc = new Date(date * DAY);
      const [year, month] = [utc.getUTCFullYear(), utc.getUTCMonth()];
      const inMonth = daysOf(month, lengthOf(year, month));
      const has = (inMonth >> (utc.getUTCDate() - 1)) & (weekdays >> weekdayOf(date)) & 1;
      return has === 1 && yearsAround(year) !== undefined;
    },
    next: (date, wanted) => {
      for (let utc = new Date(date * DAY); ; ) {
        const year = utc.getUTCFullYear();
        const around = yearsAround(year);
        if (!around && !wanted) return utc.getTime() / DAY;
        const found = around ? nextInYears(utc, around.to, wanted) : null;
        if (found !== null) return found;
        const nextYear = around ? around.to + 1 : years.find(({ from }) => from > year)?.from;
        if (nextYear === undefined || nextYear === Number.POSITIVE_INFINITY) return null;
        utc = new Date(Date.UTC(nextYear, 0, 1));
      }
    },
  };
}

function weekdayOf(date: number): number {
  return (((date + 4) % 7) + 7) % 7;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** The numbers of the ranges as bits, `lowest` being the first one. */
function bits(ranges: readonly InclusiveRange[], lowest: number): number {
  let all = 0;
  for (const { from, to } of ranges) for (let n = from; n <= to; n += 1) all |= 1 << (n - lowest);
  return all;
}

/** The days of a month of this length as bits, the first day being the lowest. */
function daysIn(length: number, ranges: readonly InclusiveRange[]): number {
  if (ranges.length === 0) return bits([{ from: 1, to: length }], 1);
  const counted = (day: number): number => (day < 0 ? length + day + 1 : day);
  const inMonth = ranges.map(({ from, to }) => ({ from: Math.max(1, counted(from)), to: Math.min(length, counted(to)) }));
  return bits(inMonth, 1);
}
