import { expect, it } from 'vitest';
import type { TimeRangeSource } from '../../src/calendar/timeIntervalSource.ts';
import { timeRangeSchema } from '../../src/config/timeIntervals.ts';
import { hoursFrom } from '../../src/silence/hoursFrom.ts';

const range = (written: unknown): TimeRangeSource => timeRangeSchema.parse(written);
const NIGHTS = { name: 'nights', intervals: [range({ times: [{ start_time: '00:00', end_time: '06:00' }] })] };
const NOON = range({ times: [{ start_time: '12:00', end_time: '13:00' }] });
const NEVER = range({ years: ['2020'] });

it.each([
  ['within them, at once', ['nights'], [], '2026-03-02T05:59:59.999Z', '2026-03-02T05:59:59.999Z'],
  ['outside of them, when they begin', ['nights'], [], '2026-03-02T06:00:00.000Z', '2026-03-03T00:00:00.000Z'],
  ['of several the first', ['nights'], [NEVER, NOON], '2026-03-02T06:00:00.000Z', '2026-03-02T12:00:00.000Z'],
  ['of hours that are over for good never', [], [NEVER], '2026-03-02T06:00:00.000Z', null],
  ['of a name that is not configured never', ['days'], [], '2026-03-02T00:00:00.000Z', null],
])('%s', (_, names, ranges, from, first) => {
  const at = hoursFrom({ names, ranges, written: [] }, [NIGHTS], Date.parse(from));
  expect(at === null ? null : new Date(at).toISOString()).toBe(first);
});
