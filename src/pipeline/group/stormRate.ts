import type { Instant } from '../../alert/timestamp.ts';

const SHORTEST_BUCKET_MS = 5_000;
/** Longer windows have longer buckets, not more of them. */
const MOST_BUCKETS = 120;

/** How many came lately. Plain JSON, at most 121 buckets, empty ones left out. */
export interface StormRate {
  readonly bucketMs: number;
  /** `[n, count]`, oldest first: so many came from `n * bucketMs` on. */
  readonly buckets: readonly (readonly [n: number, count: number])[];
}

/** The rate after `count` more have come. Null: none came before. What was counted for a window of another length is forgotten. */
export function countNew(rate: StormRate | null, now: Instant, windowMs: number, count = 1): StormRate {
  const bucketMs = Math.max(SHORTEST_BUCKET_MS, Math.ceil(windowMs / MOST_BUCKETS));
  const n = Math.floor(now / bucketMs);
  const kept = within(rate?.bucketMs === bucketMs ? rate : null, now, windowMs);
  const last = kept.at(-1);
  if (last?.[0] !== n) return { bucketMs, buckets: [...kept, [n, count]] };
  return { bucketMs, buckets: [...kept.slice(0, -1), [n, last[1] + count]] };
}

/**
 * How many came within the window before `now`: up to a bucket's time more, never fewer, because a storm that is seen early costs
 * less than one that is missed.
 */
export function rateOf(rate: StormRate | null, now: Instant, windowMs: number): number {
  let sum = 0;
  for (const bucket of within(rate, now, windowMs)) sum += bucket[1];
  return sum;
}

/** A bucket that is still to come was filled before the clock was set back. */
function within(rate: StormRate | null, now: Instant, windowMs: number): StormRate['buckets'] {
  if (!rate) return [];
  const { bucketMs, buckets } = rate;
  const isWithin = (bucket: StormRate['buckets'][number]): boolean =>
    (bucket[0] + 1) * bucketMs > now - windowMs && bucket[0] * bucketMs <= now;
  return buckets.every(isWithin) ? buckets : buckets.filter(isWithin);
}
