import type { Instant } from '../alert/timestamp.ts';
import type { Timer } from './decision.ts';

/** The first timer due at or before `until`, by (due time, key). */
export function firstDue(timers: Iterable<Timer>, until: Instant): Timer | null {
  let first: Timer | null = null;
  for (const timer of timers) {
    if (timer.dueAt > until) continue;
    if (!first || timer.dueAt < first.dueAt || (timer.dueAt === first.dueAt && timer.key < first.key)) first = timer;
  }
  return first;
}
