import type { Instant } from '../src/alert/timestamp.ts';
import type { Clock } from '../src/clock.ts';

/** A clock that stands until somebody turns it. */
export interface FakeClock extends Clock {
  set(instant: Instant): void;
  advance(ms: number): void;
}

/** 2026-03-02 is a Monday. */
export const START = Date.parse('2026-03-02T10:00:00Z');

export function fakeClock(start: Instant = START): FakeClock {
  let now = start;
  let monotonic = 1_000_000;
  return {
    now: () => now,
    monotonic: () => monotonic,
    set: (instant) => {
      monotonic += Math.max(0, instant - now);
      now = instant;
    },
    advance: (ms) => {
      now += ms;
      monotonic += ms;
    },
  };
}
