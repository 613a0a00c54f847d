import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { lookAgain } from './lookAgain.ts';
import { mayFreeBySign } from './mayFreeBySign.ts';
import type { Workspace } from './workspace.ts';

/**
 * An incident has got alerts. Those of it that wait for a second sign are judged again right after this entry, when all of the
 * incident is loaded: the sign may be what came now, or what was there before they came.
 */
export function lookForSecondSign(work: Workspace, incident: Incident, policy: Policy): void {
  if (!mayFreeBySign(incident, policy)) return;
  lookAgain(work, 'second_sign', incident.number, work.now);
}
