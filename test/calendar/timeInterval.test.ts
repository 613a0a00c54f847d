import { describe, expect, it } from 'vitest';
import { compileTimeInterval, isWithin } from '../../src/calendar/timeInterval.ts';
import type { TimeRangeSource } from '../../src/calendar/timeIntervalSource.ts';

const ALWAYS: TimeRangeSource = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };

function interval(...ranges: Partial<TimeRangeSource>[]) {
  return compileTimeInterval({ name: 'x', intervals: ranges.map((range) => ({ ...ALWAYS, ...range })) });
}

function within(ranges: Partial<TimeRangeSource>[], time: string): boolean {
  return isWithin(interval(...ranges), Date.parse(time));
}

const NIGHT = [
  { start: 0, end: 540 },
  { start: 1080, end: 1440 },
];

describe('isWithin', () => {
  it.each<[string, Partial<TimeRangeSource>, [string, boolean][]]>([
    ['a range without fields holds always', {}, [['2026-07-01T12:00:00Z', true]]],
    [
      'a time begins with its first minute and ends before its last',
      { times: [{ start: 540, end: 1020 }] },
      [
        ['2026-07-01T08:59:59.999Z', false],
        ['2026-07-01T09:00:00Z', true],
        ['2026-07-01T16:59:59.999Z', true],
        ['2026-07-01T17:00:00Z', false],
      ],
    ],
    [
      '24:00 is the end of the day',
      { times: [{ start: 1439, end: 1440 }] },
      [
        ['2026-07-01T23:59:59.999Z', true],
        ['2026-07-02T00:00:00Z', false],
      ],
    ],
    [
      'one of the times is enough',
      { times: NIGHT },
      [
        ['2026-07-01T03:00:00Z', true],
        ['2026-07-01T12:00:00Z', false],
        ['2026-07-01T21:00:00Z', true],
      ],
    ],
    [
      'weekdays include both ends',
      { weekdays: [{ from: 1, to: 5 }] },
      [
        ['2026-07-05T23:59:00Z', false],
        ['2026-07-06T00:00:00Z', true],
        ['2026-07-10T23:59:00Z', true],
        ['2026-07-11T00:00:00Z', false],
      ],
    ],
    [
      'every field must hold',
      { weekdays: [{ from: 3, to: 3 }], times: [{ start: 600, end: 660 }] },
      [
        ['2026-07-01T10:30:00Z', true],
        ['2026-07-01T11:00:00Z', false],
        ['2026-07-02T10:30:00Z', false],
      ],
    ],
    [
      'days from the end of the month follow its length',
      { daysOfMonth: [{ from: -3, to: -1 }] },
      [
        ['2026-02-25T12:00:00Z', false],
        ['2026-02-26T12:00:00Z', true],
        ['2028-02-26T12:00:00Z', false],
        ['2028-02-29T12:00:00Z', true],
        ['2026-12-28T23:59:00Z', false],
        ['2026-12-29T00:00:00Z', true],
      ],
    ],
    [
      'days that a month does not have are cut off, at either end',
      { daysOfMonth: [{ from: 29, to: 31 }] },
      [
        ['2026-02-28T12:00:00Z', false],
        ['2026-03-01T12:00:00Z', false],
        ['2026-04-30T12:00:00Z', true],
        ['2026-05-01T12:00:00Z', false],
      ],
    ],
    [
      '-31 in a short month is its beginning',
      { daysOfMonth: [{ from: -31, to: -28 }] },
      [
        ['2026-02-01T12:00:00Z', true],
        ['2026-02-02T12:00:00Z', false],
        ['2026-04-03T12:00:00Z', true],
        ['2026-04-04T12:00:00Z', false],
      ],
    ],
    [
      'a beginning from the front and an end from the back',
      { daysOfMonth: [{ from: 20, to: -5 }] },
      [
        ['2026-02-24T12:00:00Z', true],
        ['2026-02-25T12:00:00Z', false],
        ['2026-03-27T12:00:00Z', true],
        ['2026-03-19T12:00:00Z', false],
      ],
    ],
    [
      'months',
      {
        months: [
          { from: 1, to: 3 },
          { from: 12, to: 12 },
        ],
      },
      [
        ['2026-03-31T23:59:00Z', true],
        ['2026-04-01T00:00:00Z', false],
        ['2026-12-01T00:00:00Z', true],
      ],
    ],
    [
      'years',
      { years: [{ from: 2026, to: 2027 }] },
      [
        ['2025-12-31T23:59:59Z', false],
        ['2026-01-01T00:00:00Z', true],
        ['2027-12-31T23:59:59Z', true],
        ['2028-01-01T00:00:00Z', false],
      ],
    ],
    [
      'weekday, day, month and year are those of the place',
      {
        location: 'Pacific/Auckland',
        weekdays: [{ from: 5, to: 5 }],
        daysOfMonth: [{ from: 1, to: 1 }],
        months: [{ from: 1, to: 1 }],
        years: [{ from: 2027, to: 2027 }],
      },
      [
        ['2026-12-31T10:59:59Z', false],
        ['2026-12-31T11:00:00Z', true],
        ['2027-01-01T11:00:00Z', false],
      ],
    ],
    [
      'the last day of a month in which an hour is missing is still its last',
      { location: 'America/New_York', daysOfMonth: [{ from: -1, to: -1 }] },
      [
        ['2021-03-30T12:00:00Z', false],
        ['2021-03-31T12:00:00Z', true],
      ],
    ],
  ])('%s', (_what, range, cases) => {
    for (const [time, expected] of cases) expect(within([range], time), time).toBe(expected);
  });

  it('holds when one range does, each in its own place', () => {
    const ranges = [
      { times: [{ start: 540, end: 600 }], location: 'Asia/Kathmandu' },
      { times: [{ start: 540, end: 600 }], location: 'America/New_York' },
    ];
    const times = ['03:14:59', '03:15:00', '04:15:00', '12:59:59', '13:00:00', '14:00:00'];
    expect(times.map((time) => within(ranges, `2026-07-01T${time}Z`))).toEqual([false, true, false, false, true, false]);
    expect(within([], '2026-07-01T12:00:00Z')).toBe(false);
  });

  it('names a zone that it does not know', () => {
    expect(() => interval({ location: 'Mars/Base' })).toThrow(/Mars\/Base/);
  });
});
