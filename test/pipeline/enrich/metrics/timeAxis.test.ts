import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../../../src/pipeline/enrich/metrics/timeAxis.ts';

const HOUR = 3_600_000;
const at = Date.UTC(2026, 2, 28, 21, 7);

describe('timeTicks', () => {
  it.each([
    ['an hour', HOUR, 'UTC', '21:10 21:20 21:30 21:40 21:50 22:00'],
    ['some minutes', 7 * 60_000, 'UTC', '21:07 21:08 21:09 21:10 21:11 21:12 21:13 21:14'],
    ['over midnight', 5 * HOUR, 'UTC', '22:00 23:00 29 Mar 01:00 02:00'],
    ['a zone of half hours', 3 * HOUR, 'Asia/Kolkata', '03:00 03:30 04:00 04:30 05:00 05:30'],
    ['days', 5 * 24 * HOUR, 'America/New_York', '29 Mar 30 Mar 31 Mar 1 Apr 2 Apr'],
    ['the night the clocks change', 12 * HOUR, 'Europe/Berlin', '29 Mar 03:00 05:00 07:00 09:00 11:00'],
  ])('%s', (_, span, zone, labels) => {
    expect(
      timeTicks(at, at + span, zone)
        .map(({ label }) => label)
        .join(' '),
    ).toBe(labels);
  });

  it('has few of them for years', () => {
    for (const years of [1, 3, 10]) expect(timeTicks(at, at + years * 365 * 24 * HOUR, 'UTC').length).toBeLessThan(12);
  });
});
