import { z } from 'zod';
import { closest } from './closest.ts';
import { name, type Remedy } from './fields.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a value, and what to do about it. */
interface Fault extends Remedy {
  readonly message: string;
}

/** A field of ranges such as `monday:friday`. */
interface RangeKind {
  readonly what: string;
  readonly howTo: string;
  /** The number that a word stands for, or null. */
  readonly read: (word: string) => number | null;
  /** The words there are, where they are not only numbers. */
  readonly words: readonly string[];
  /** What is wrong with a range of which both ends are fine; `text` is what was written, in quotes. */
  readonly fault: (range: Range, text: string) => Fault | null;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const WEEKDAY: RangeKind = {
  what: 'a weekday',
  howTo: 'write one as in sunday, or a range as in monday:friday',
  read: (word) => inList(WEEKDAYS, word, 0),
  words: WEEKDAYS,
  fault: ({ from, to }, text) =>
    from <= to ? null : backwards(text, `the week begins on Sunday: ${two([from, 6], [0, to], (day) => WEEKDAYS[day] ?? '')}`),
};

const DAY_OF_MONTH: RangeKind = {
  what: 'a day of the month',
  howTo: 'write 1 to 31, or -1 to -31 from its end, or a range as in 1:5 or -3:-1',
  read: (word) => (/^-?(?:0?[1-9]|[12]\d|3[01])$/.test(word) ? Number(word) : null),
  words: [],
  fault: dayFault,
};

const MONTH: RangeKind = {
  what: 'a month',
  howTo: 'write one as in march or 3, or a range as in january:march',
  read: (word) => inList(MONTHS, word, 1) ?? (/^(?:0?[1-9]|1[0-2])$/.test(word) ? Number(word) : null),
  words: MONTHS,
  fault: ({ from, to }, text) =>
    from <= to
      ? null
      : backwards(text, `the year begins in January: ${two([from, 12], [1, to], (month) => MONTHS[month - 1] ?? '')}`),
};

const YEAR: RangeKind = {
  what: 'a year',
  howTo: 'write one as in 2026, or a range as in 2026:2027',
  read: (word) => (/^[1-9]\d{3}$/.test(word) ? Number(word) : null),
  words: [],
  fault: ({ from, to }, text) => (from <= to ? null : backwards(text, `write "${to}:${from}"`)),
};

const END_OF_DAY = 24 * 60;

const timeOfDay = z.string().transform((text, context) => {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (!match) {
    const remedy = 'write hours and minutes as in 09:00 or 17:30; 24:00 is the end of the day';
    return refuse(context, { message: `${shown(text)} is not a time of day`, remedy });
  }
  const [, hours = '24', minutes = '0'] = match;
  return Number(hours) * 60 + Number(minutes);
});

const times = z.strictObject({ start_time: timeOfDay, end_time: timeOfDay }).transform((range, context) => {
  const { start_time: start, end_time: end } = range;
  if (start < end) return { start, end };
  const [from, to] = [clock(start), clock(end)];
  if (start === end) {
    const remedy = start === 0 ? 'write 24:00 for the end of the day' : 'write a later end_time';
    return refuse(context, { message: `${from} to ${to} is no time at all`, remedy });
  }
  const remedy = end === 0 ? 'write 24:00 for the end of the day' : `write two: ${from} to 24:00, and 00:00 to ${to}`;
  return refuse(context, { message: `${from} to ${to} goes over midnight`, remedy });
});

const location = z.string().superRefine((zone, context) => {
  const fault = zoneFault(zone);
  if (fault) refuse(context, fault);
});

/** One of the ranges of an interval. */
export const timeRangeSchema = z
  .strictObject({
    times: filled(times, 'it would never hold').optional(),
    weekdays: ranges(WEEKDAY),
    days_of_month: ranges(DAY_OF_MONTH),
    months: ranges(MONTH),
    years: ranges(YEAR),
    location: location.default('UTC'),
  })
  .transform(({ times: minutes = [], weekdays = [], days_of_month: daysOfMonth = [], months = [], years = [], ...rest }) => ({
    times: minutes,
    weekdays,
    daysOfMonth,
    months,
    years,
    location: rest.location,
  }));

const interval = z
  .strictObject({ name, time_intervals: filled(timeRangeSchema, 'the interval would never hold') })
  .transform(({ name, time_intervals: intervals }) => ({ name, intervals }));

/**
 * `time_intervals` in Alertmanager's syntax; what comes out is what a policy holds: minutes, numbers and the location.
 * Refuses what Alertmanager refuses, and besides that what could never hold (an empty list, the month 13) and the zone
 * `Local`, which would be another one on another machine.
 */
export const timeIntervalsSchema = z.array(interval).superRefine(uniqueNames, { when: ({ value }) => Array.isArray(value) });

function uniqueNames(intervals: readonly unknown[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [i, element] of intervals.entries()) {
    const own = typeof element === 'object' && element !== null && 'name' in element ? element.name : undefined;
    if (typeof own !== 'string' || own === '') continue;
    const message = `there is another time interval named ${shown(own)} above`;
    if (seen.has(own)) refuse(context, { message, remedy: 'rename one' }, [i, 'name']);
    seen.add(own);
  }
}

function refuse(context: z.RefinementCtx, { message, remedy }: Fault, path: PropertyKey[] = []): never {
  context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy, path });
  return z.NEVER;
}

/** A list that is not empty. Alertmanager takes an empty one, and means something by it that nobody expects: never. */
function filled<T extends z.ZodType>(element: T, otherwise: string) {
  return z.array(element).superRefine((list, context) => {
    if (list.length === 0)
      refuse(context, { message: `is empty: ${otherwise}`, remedy: 'name what it is to hold, or leave it out' });
  });
}

function ranges(kind: RangeKind) {
  const one = z.unknown().transform((value, context): Range => {
    // A single 3 or 2026 is a number in YAML.
    const result = typeof value === 'string' || typeof value === 'number' ? readRange(String(value), kind) : null;
    if (result === null) return refuse(context, { message: `this is not ${kind.what}`, remedy: kind.howTo });
    return 'message' in result ? refuse(context, result) : result;
  });
  return filled(one, 'it would never hold').optional();
}

function readRange(text: string, kind: RangeKind): Range | Fault {
  const [first = '', second = first, ...more] = text.toLowerCase().split(':');
  if (more.length > 0) return { message: `${shown(text)} has more than a beginning and an end`, remedy: kind.howTo };
  const [from, to] = [kind.read(first), kind.read(second)];
  if (from !== null && to !== null) return kind.fault({ from, to }, shown(text)) ?? { from, to };
  const wrong = from === null ? first : second;
  const meant = closest(wrong, kind.words);
  return { message: `${shown(wrong)} is not ${kind.what}`, remedy: meant ? `did you mean ${meant}?` : kind.howTo };
}

/** Alertmanager's own rule: where one end is counted from the end of the month, it must fit even the shortest one. */
function dayFault({ from, to }: Range, text: string): Fault | null {
  if (from < 0 && to > 0) {
    const message = `${text} begins at the end of the month and ends at its beginning`;
    return { message, remedy: two([from, -1], [1, to], String) };
  }
  if (from > 0 === to > 0) {
    if (from <= to) return null;
    return backwards(text, from < 0 ? `write "${to}:${from}"` : two([from, 31], [1, to], String));
  }
  if (from <= 28 + to) return null;
  const remedy = 'count both from the same end of the month, as in 28:31 or -3:-1';
  return { message: `${text} may end before it begins: months are short`, remedy };
}

function backwards(text: string, remedy: string): Fault {
  return { message: `${text} ends before it begins`, remedy };
}

/** The remedy for a range that turns over. */
function two(first: readonly [number, number], second: readonly [number, number], word: (value: number) => string): string {
  const written = [first, second].map(([from, to]) => (from === to ? `"${word(from)}"` : `"${word(from)}:${word(to)}"`));
  return `write two: ${written.join(' and ')}`;
}

function zoneFault(zone: string): Fault | null {
  const remedy = 'write a name of the IANA database, as in Europe/Berlin; without the key it is UTC';
  if (zone === 'Local') return { message: '"Local" depends on the machine', remedy };
  if (isZone(zone)) return null;
  const meant = closest(zone, Intl.supportedValuesOf('timeZone'));
  return { message: `${shown(zone)} is not a time zone that is known here`, remedy: meant ? `did you mean ${meant}?` : remedy };
}

function isZone(zone: string): boolean {
  // Later versions of Node take +02:00 as well, which is no name, and nothing that Alertmanager knows.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function inList(words: readonly string[], word: string, first: number): number | null {
  const at = words.indexOf(word);
  return at < 0 ? null : at + first;
}

function clock(minutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return minutes === END_OF_DAY ? '24:00' : `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
