import type { InhibitMark } from './inhibitRoles.ts';

/** The sources that inhibit an alert by one rule. */
export interface Inhibitors {
  readonly count: number;
  /** The newest first; of many not all are known. */
  readonly names: readonly string[];
}

/** What of these sources inhibits an alert, which `isSource` there itself or not; null: nothing does. */
export function inhibitors(mark: InhibitMark | null, isSource: boolean): Inhibitors | null {
  const count = mark ? mark.sources + (isSource ? 0 : mark.both) : 0;
  if (!mark || count <= 0) return null;
  const { sources, both } = mark.named;
  return { count, names: [...sources.toReversed(), ...(isSource ? [] : both.toReversed())] };
}
