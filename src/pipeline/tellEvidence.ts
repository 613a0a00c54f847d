import type { Policy } from './compilePolicy.ts';
import { DELIVERY_STYLE } from './deliveryStyle.ts';
import type { Entry } from './entry.ts';
import { addNote, addState, hasHeard, targetOf } from './tell.ts';
import type { Workspace } from './workspace.ts';

/**
 * What was found out about an incident has come: its messages are put right, and where a file or a note says more, it follows in their
 * thread. Nobody is called by it, and who has not heard of the incident does not hear of it by this.
 */
export function tellEvidence(work: Workspace, found: Extract<Entry, { kind: 'evidence' }>, policy: Policy): void {
  const incident = work.incident(found.incident);
  if (!incident || incident.status === 'resolved' || incident.opening !== found.opening) return;
  const { number } = incident;
  work.say({
    ...{ incident: number, clockSource: 'received', type: 'evidence', actor: 'tocsin', source: 'evidence' },
    ...{ text: found.text, data: { opening: found.opening } },
  });
  incident.revision += 1;
  work.touch(incident);
  for (const place of incident.targets.filter(hasHeard)) {
    const target = targetOf(place.target, policy);
    const { state, notes, evidence } = DELIVERY_STYLE[target.notifier];
    if (state && notes && place.delivery !== null) addState(work, incident, target, place.delivery, 'evidence');
    const isTold =
      evidence === 'always' || (evidence === 'files' && found.hasFiles) || (evidence === 'notes' && target.takesNotes);
    if (isTold) addNote(work, incident, target, 'evidence', found.text);
  }
}
