import { describe, expect, it } from 'vitest';
import { compileTimeInterval, nextChange } from '../../src/calendar/timeInterval.ts';
import type { TimeRangeSource } from '../../src/calendar/timeIntervalSource.ts';

const ALWAYS: TimeRangeSource = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };

function interval(...ranges: Partial<TimeRangeSource>[]) {
  return compileTimeInterval({ name: 'x', intervals: ranges.map((range) => ({ ...ALWAYS, ...range })) });
}

function changes(ranges: Partial<TimeRangeSource>[], from: string, count: number): (string | null)[] {
  const compiled = interval(...ranges);
  const found: (string | null)[] = [];
  for (let at: number | null = Date.parse(from); at !== null && found.length < count; ) {
    const next = nextChange(compiled, at);
    found.push(next === null ? null : new Date(next).toISOString().replace(/:00\.000Z$/, 'Z'));
    at = next;
  }
  return found;
}

const BERLIN = 'Europe/Berlin';
const NIGHT = [
  { start: 0, end: 540 },
  { start: 1080, end: 1440 },
];

describe('nextChange', () => {
  it('is the next edge, and the one after that', () => {
    const office = { times: [{ start: 540, end: 1080 }], weekdays: [{ from: 1, to: 5 }], location: BERLIN };
    expect(changes([office], '2026-07-03T10:00:00Z', 3)).toEqual(['2026-07-03T16:00Z', '2026-07-06T07:00Z', '2026-07-06T16:00Z']);
    expect(changes([office], '2026-07-06T07:00:00Z', 1)).toEqual(['2026-07-06T16:00Z']);
    expect(changes([office], '2026-07-06T06:59:59.999Z', 1)).toEqual(['2026-07-06T07:00Z']);
  });

  it('sees ranges that overlap or meet as one', () => {
    const free = [
      {
        weekdays: [
          { from: 0, to: 0 },
          { from: 6, to: 6 },
        ],
        location: BERLIN,
      },
      { times: NIGHT, location: BERLIN },
    ];
    expect(changes(free, '2026-10-23T12:00:00Z', 3)).toEqual(['2026-10-23T16:00Z', '2026-10-26T08:00Z', '2026-10-26T17:00Z']);
  });

  it.each<[string, Partial<TimeRangeSource>, string, (string | null)[]]>([
    [
      'an hour that does not happen is not waited for',
      { times: [{ start: 120, end: 180 }], location: BERLIN },
      '2026-03-28T01:30:00Z',
      ['2026-03-28T02:00Z', '2026-03-30T00:00Z'],
    ],
    [
      'a time that begins in the hour that does not happen begins after it',
      { times: [{ start: 150, end: 240 }], location: 'America/New_York' },
      '2026-03-08T00:00:00Z',
      ['2026-03-08T07:00Z', '2026-03-08T08:00Z'],
    ],
    [
      'an hour that happens twice is there twice',
      { times: [{ start: 90, end: 105 }], location: 'America/New_York' },
      '2026-11-01T00:00:00Z',
      ['2026-11-01T05:30Z', '2026-11-01T05:45Z', '2026-11-01T06:30Z', '2026-11-01T06:45Z'],
    ],
    [
      'a time that ends in the hour that happens twice ends twice',
      { times: [{ start: 60, end: 150 }], location: BERLIN },
      '2026-10-24T22:30:00Z',
      ['2026-10-24T23:00Z', '2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z'],
    ],
    [
      'half an hour back on Lord Howe',
      { times: [{ start: 90, end: 120 }], location: 'Australia/Lord_Howe' },
      '2026-04-04T12:00:00Z',
      ['2026-04-04T14:30Z', '2026-04-04T15:30Z', '2026-04-05T15:00Z'],
    ],
    [
      'half an hour ahead on Lord Howe',
      { times: [{ start: 120, end: 150 }], location: 'Australia/Lord_Howe' },
      '2026-10-03T12:00:00Z',
      ['2026-10-04T15:00Z', '2026-10-04T15:30Z'],
    ],
    [
      'three quarters of an hour in Kathmandu',
      { times: [{ start: 0, end: 60 }], location: 'Asia/Kathmandu' },
      '2026-07-01T12:00:00Z',
      ['2026-07-01T18:15Z', '2026-07-01T19:15Z'],
    ],
    [
      'the day that Apia left out',
      { daysOfMonth: [{ from: 30, to: 30 }], location: 'Pacific/Apia' },
      '2011-12-29T12:00:00Z',
      ['2012-01-29T10:00Z', '2012-01-30T10:00Z'],
    ],
    [
      'a day that was left out and never comes again',
      {
        daysOfMonth: [{ from: 30, to: 30 }],
        months: [{ from: 12, to: 12 }],
        years: [{ from: 2011, to: 2011 }],
        location: 'Pacific/Apia',
      },
      '2011-12-01T12:00:00Z',
      [null],
    ],
    [
      'midnight that happens twice: the day before comes back',
      { weekdays: [{ from: 6, to: 6 }], location: 'America/Havana' },
      '2026-10-31T12:00:00Z',
      ['2026-11-01T04:00Z', '2026-11-07T05:00Z'],
    ],
    [
      'midnight that falls back into the day before',
      { weekdays: [{ from: 6, to: 6 }], location: 'America/Sao_Paulo' },
      '2018-02-17T12:00:00Z',
      ['2018-02-18T03:00Z', '2018-02-24T03:00Z'],
    ],
  ])('%s', (_what, range, from, expected) => {
    expect(changes([range], from, expected.length)).toEqual(expected);
  });

  it.each<[string, Partial<TimeRangeSource>[], (string | null)[]]>([
    ['always', [{}], [null]],
    ['always, spelt out', [{ times: [{ start: 0, end: 1440 }], daysOfMonth: [{ from: -31, to: -1 }] }], [null]],
    ['always, in two halves of the day', [{ times: [720, 0].map((start) => ({ start, end: start + 720 })) }], [null]],
    ['one range always, another not', [{}, { times: [{ start: 0, end: 60 }] }], [null]],
    ['no range at all', [], [null]],
    ['the 30th of February', [{ daysOfMonth: [{ from: 30, to: 31 }], months: [{ from: 2, to: 2 }] }], [null]],
    ['years that are over', [{ years: [{ from: 2020, to: 2025 }] }], [null]],
    ['the end of the years', [{ years: [{ from: 2020, to: 2026 }] }], ['2027-01-01T00:00Z', null]],
    [
      'years that meet are one',
      [
        {
          years: [
            { from: 2027, to: 2030 },
            { from: 2026, to: 2026 },
          ],
        },
      ],
      ['2031-01-01T00:00Z', null],
    ],
    [
      'years far away',
      [{ years: [{ from: 9998, to: 9998 }], weekdays: [{ from: 1, to: 1 }] }],
      ['9998-01-05T00:00Z', '9998-01-06T00:00Z'],
    ],
    [
      'a day that comes once in forty years',
      [{ daysOfMonth: [{ from: 29, to: 29 }], months: [{ from: 2, to: 2 }], weekdays: [{ from: 1, to: 1 }], years: [] }],
      ['2044-02-29T00:00Z', '2044-03-01T00:00Z', '2072-02-29T00:00Z', '2072-03-01T00:00Z', '2112-02-29T00:00Z'],
    ],
  ])('for ever: %s', (_what, ranges, expected) => {
    expect(changes(ranges, '2026-07-01T12:00:00Z', expected.length)).toEqual(expected);
  });

  it('is never too late where ranges take turns without end', () => {
    const ranges = [{ weekdays: [{ from: 0, to: 3 }] }, { weekdays: [{ from: 4, to: 6 }] }];
    const [next] = changes(ranges, '2026-07-01T12:00:00Z', 1);
    expect(next === null || Date.parse(String(next)) > Date.parse('2026-12-01T00:00:00Z')).toBe(true);
  });

  it('gives an early answer rather than none, where a source holds what no configuration can', () => {
    const now = Date.parse('2026-07-01T12:00:00Z');
    expect(nextChange(interval({ times: [{ start: 60, end: 60 }] }), now)).toBeGreaterThan(now + 86_400_000);
  });
});
