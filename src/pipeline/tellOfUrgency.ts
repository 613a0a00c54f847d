import type { Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { firingNow, isFree, isHidden } from './firingNow.ts';
import { mayHide } from './mayHide.ts';
import { muted } from './mute.ts';
import { reasonOf } from './reasonOf.ts';
import { tell } from './tell.ts';
import { tellWhenFree } from './tellWhenFree.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/**
 * Nothing new is told, but what is there is to wake somebody now. Where rules hold all of it, it wakes when they let go: a page
 * that tells of nothing helps nobody.
 */
export function tellOfUrgency(work: Workspace, change: Change, policy: Policy): void {
  const { incident, urgencyRaised } = change;
  const firing = mayHide(work, policy) ? firingNow(work, incident, policy) : null;
  const isHeld = firing ? !firing.some(isFree) : incident.firing === incident.held;
  if (isHeld) {
    tellWhenFree(work, incident, firing?.filter(isHidden) ?? []);
    const text = `It is urgent from now on (${urgencyRaised}), and told when nothing holds its alerts any more`;
    const common = { incident: incident.number, clockSource: 'received', actor: 'tocsin', source: 'rule', text } as const;
    return work.say({ ...common, type: 'decision', data: { by: 'urgency', urgency: incident.urgency } });
  }
  const reason = reasonOf(change);
  const free = firing?.filter(isFree) ?? change.admitted.filter(({ held }) => !held);
  const routed = free.map(({ route }) => route(incident.urgency));
  const { silent } = throttle(work, incident, reason, muted(work, incident, routed, policy), policy);
  tell(work, incident, reason, `${incident.title}: ${urgencyRaised}`, policy, silent);
}
