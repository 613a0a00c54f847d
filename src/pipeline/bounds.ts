/** What one batch takes at most: part of what a replay must do alike. */
export const BOUNDS = {
  /** Timers that fire before its first entry; the rest follow in the next batch. */
  timers: 500,
  /** Held alerts that one timer judges again. */
  bite: 200,
} as const;
