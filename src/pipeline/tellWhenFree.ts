import type { Incident } from '../incident/incident.ts';
import type { FiringAlert } from './firingNow.ts';
import { lookAgain } from './lookAgain.ts';
import { freeAgainAt } from './standing.ts';
import type { Workspace } from './workspace.ts';

/** Somebody is owed a word of what was told elsewhere and is held now: it is looked again when that may be over. */
export function tellWhenFree(work: Workspace, { number }: Incident, hidden: readonly FiringAlert[]): void {
  if (hidden.length === 0) return;
  lookAgain(work, 'raised', number, freeAgainAt(work.now, hidden));
}
