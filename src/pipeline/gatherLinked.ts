import type { Incident } from '../incident/incident.ts';
import { closeIfLeft } from './closeIfLeft.ts';
import type { Policy } from './compilePolicy.ts';
import { type Moved, moveAlong } from './moveAlong.ts';
import type { Workspace } from './workspace.ts';

/**
 * An alert that hangs together with several incidents shows that they are one trouble: what waits in those that nobody was told of
 * goes to where the alert is. `isTouched`: something else happens to that one in this entry, so that it is left as it is.
 */
export function gatherLinked(
  work: Workspace,
  to: Incident,
  linked: Iterable<number>,
  policy: Policy,
  isTouched: (incident: number) => boolean = () => false,
): readonly Moved[] {
  const moved: Moved[] = [];
  for (const number of linked) {
    const from = isTouched(number) ? null : work.look(number);
    if (!from || from.notifiedAt !== null || from.waiting > 0 || from.held < from.firing) continue;
    const known = work.incident(number) as Incident;
    moved.push(...moveAlong(work, known, to, policy));
    closeIfLeft(work, known, to, policy);
  }
  return moved;
}
