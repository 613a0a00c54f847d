import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countNew, rateOf, type StormRate } from '../../../src/pipeline/group/stormRate.ts';
import { START } from '../../fakeClock.ts';

const MINUTE = 60_000;

function counted(seconds: readonly number[], windowMs = MINUTE): StormRate | null {
  return seconds.reduce<StormRate | null>((rate, second) => countNew(rate, START + second * 1_000, windowMs), null);
}

describe('how many came within a minute', () => {
  it.each<[string, number[], number, number]>([
    ['none', [], 0, 0],
    ['all of the same moment', [1, 1, 1], 1, 3],
    ['still those of its beginning', [0, 30, 59], 59, 3],
    ['no more those before it', [0, 30, 59], 66, 2],
    ['none after a silence', [0, 30, 59], 600, 0],
    ['none of a time that the clock has gone back from', [600, 600], 0, 0],
  ])('%s', (_case, seconds, at, expected) => {
    expect(rateOf(counted(seconds), START + at * 1_000, MINUTE)).toBe(expected);
  });

  it('counts a batch at once', () => {
    expect(rateOf(countNew(counted([0]), START, MINUTE, 500), START, MINUTE)).toBe(501);
  });

  it('begins anew for a window with other buckets', () => {
    expect(rateOf(countNew(counted([0, 1, 2]), START + 3_000, 3_600_000), START + 3_000, 3_600_000)).toBe(1);
  });
});

it('never says fewer than came, nor more than came in the window and a bucket more; and stays small', () => {
  const windows = fc.constantFrom(1_000, 10_000, MINUTE, 3_600_000, 86_400_000);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000_000 }), { maxLength: 300 }), windows, (moments, windowMs) => {
      const sorted = [...moments].sort((a, b) => a - b);
      const rate = sorted.reduce<StormRate | null>((so, at) => countNew(so, START + at, windowMs), null);
      const now = sorted.at(-1) ?? 0;
      const cameSince = (since: number): number => sorted.filter((at) => at > since).length;
      const said = rateOf(JSON.parse(JSON.stringify(rate)), START + now, windowMs);
      expect(said).toBeGreaterThanOrEqual(cameSince(now - windowMs));
      expect(said).toBeLessThanOrEqual(cameSince(now - windowMs - (rate?.bucketMs ?? 0) - 1));
      expect(rate?.buckets.length ?? 0).toBeLessThanOrEqual(122);
    }),
  );
});
