import type { Instant } from '../alert/timestamp.ts';
import type { Timer } from './decision.ts';
import type { Entry } from './entry.ts';

/** The first logical time at which anything is decided: timers fire before the entries, at the time they were due. */
export function earliest(entries: readonly Entry[], due: readonly Timer[]): Instant {
  const first = entries[0]?.at ?? 0;
  return Math.min(first, due[0]?.dueAt ?? first);
}
