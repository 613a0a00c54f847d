import type { Incident } from '../incident/incident.ts';
import type { Changes } from './change.ts';
import { closeIfLeft } from './closeIfLeft.ts';
import type { Policy } from './compilePolicy.ts';
import { moveAlong } from './moveAlong.ts';
import type { Workspace } from './workspace.ts';

/**
 * An alert that hangs together with several incidents shows that they are one trouble: what waits in those that nobody was told of
 * goes to where the alert is. Where something else happens to one of them in this entry it is left as it is.
 */
export function gatherLinked(
  work: Workspace,
  changes: Changes | null,
  to: Incident,
  also: readonly number[],
  policy: Policy,
): void {
  for (const number of also) {
    const from = changes?.has(number) ? null : work.look(number);
    if (!from || from.notifiedAt !== null || from.waiting > 0 || from.held < from.firing) continue;
    const known = work.incident(number) as Incident;
    moveAlong(work, known, to, policy);
    closeIfLeft(work, known, to, policy);
  }
}
