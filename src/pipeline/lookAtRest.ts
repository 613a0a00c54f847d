import type { Incident } from '../incident/incident.ts';
import { lookAgain } from './lookAgain.ts';
import type { Workspace } from './workspace.ts';

/**
 * An incident is open again, or urgent from now on. What else is in it than the alerts at hand is looked at right after this entry,
 * when all of the incident is loaded: other receivers may be owed a word.
 */
export function lookAtRest(work: Workspace, { number, firing }: Incident, kind: 'reopened' | 'raised', atHand: number): void {
  if (firing <= atHand) return;
  lookAgain(work, kind, number, work.now);
}
