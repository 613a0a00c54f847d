import type { Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { count } from './ledger.ts';
import { lookAgain } from './lookAgain.ts';
import type { Trace } from './trace.ts';
import type { Workspace } from './workspace.ts';

/**
 * What is owed to somebody in an incident that nobody was told of waits for more, counted from the first that is; nothing waits for
 * longer than its own group has it. `groupWaitMs`: null for what waits with others only.
 */
export function waitForGroup<T extends { readonly episode: Episode }>(
  work: Workspace,
  incident: Incident,
  owed: readonly T[],
  groupWaitMs: number | null,
  trace: (each: T, until: Instant) => Trace | null,
): void {
  const isFirst = incident.waiting === 0;
  const known = isFirst ? null : work.timers.dueAt(`group_wait:${incident.number}`);
  const own = groupWaitMs === null ? null : work.now + groupWaitMs;
  // It may be due already, where more is due at once than one batch takes.
  const until = isFirst ? (own ?? work.now) : Math.max(work.now, Math.min(known ?? 0, own ?? Number.POSITIVE_INFINITY));
  if (isFirst || (known !== null && until < known)) lookAgain(work, 'group_wait', incident.number, until);
  incident.waiting += owed.length;
  work.touch(incident);
  for (const each of owed)
    work.judge(
      each.episode,
      { do: 'defer', by: 'group_wait', until, because: 'waiting for more alerts of its group' },
      trace(each, until),
    );
  count(work.counts, 'deferred', owed.length);
}
