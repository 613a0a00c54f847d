/** What one batch takes at most: part of what a replay must do alike. */
export const BOUNDS = {
  /** Timers that fire before its first entry; the rest follow in the next batch. */
  timers: 500,
  /** Held alerts that one timer judges again. */
  bite: 200,
  /** Heartbeats that are missing, when the configuration changes. */
  absences: 1_000,
  /** Alerts of one incident that each one that joins it has looked at: with more, what was told counts as not held since. */
  looked: 200,
} as const;
