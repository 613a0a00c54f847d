import type { Instant } from './alert/timestamp.ts';

/** The only source of time. Decisions never see it: they are given `now`. */
export interface Clock {
  /** Wall time in milliseconds since the epoch. */
  now(): Instant;
  /** Milliseconds since some fixed moment; never goes back, whatever happens to the wall clock. */
  monotonic(): number;
}

/**
 * Wall time at start plus monotonic time since, so that a clock that is set while the program runs moves nothing.
 * `correctBy` shifts it (to the database's clock, so that replicas agree).
 */
export function systemClock(): Clock & { correctBy(millis: number): void } {
  const startedAt = Date.now() - performance.now();
  let correction = 0;
  return {
    now: () => Math.round(startedAt + performance.now() + correction),
    monotonic: () => performance.now(),
    correctBy: (millis) => {
      correction += millis;
    },
  };
}
