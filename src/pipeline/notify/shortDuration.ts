import { duration } from './duration.ts';

/** Milliseconds as traces are compared by: `850 ms`, `4.2 s`, then as `duration` says them. */
export function shortDuration(millis: number): string {
  if (millis < 999.5) return `${Math.round(Math.max(0, millis))} ms`;
  return millis < 59_950 ? `${(millis / 1000).toFixed(1)} s` : duration(millis);
}
