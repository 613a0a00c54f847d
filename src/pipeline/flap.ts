import type { Incident } from '../incident/incident.ts';
import { resolve } from '../incident/transitions.ts';
import type { Policy } from './compilePolicy.ts';
import { addFlip, flappingText, isFlapping } from './noise/flapping.ts';
import { releaseAt } from './releaseAt.ts';
import { saySolved } from './saySolved.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** What holds the alerts of an incident that flaps. */
export function flappingHold(incident: Incident): string {
  return `flapping:${incident.number}`;
}

/** An incident begins to fire, or ends. Says whether it flaps, which it does until it has been calm for a while. */
export function flip(work: Workspace, incident: Incident, policy: Policy): boolean {
  const { flapping } = policy;
  if (!flapping || incident.alarm) return false;
  incident.flips = addFlip(incident.flips, work.now, flapping);
  work.touch(incident);
  if (incident.flappingSince === null && !isFlapping(incident.flips, work.now, flapping)) return false;
  const key = `calm:${incident.number}`;
  const dueAt = work.now + flapping.calmMs;
  work.setTimer({ key, kind: 'calm', dueAt, incident: incident.number, integration: null, fingerprint: null });
  if (incident.flappingSince === null) {
    incident.flappingSince = work.now;
    const text = `It ${flappingText(incident.flips, work.now, flapping)}`;
    work.say({
      incident: incident.number,
      clockSource: 'received',
      type: 'decision',
      actor: 'tocsin',
      source: 'rule',
      text,
      data: {},
    });
  }
  return true;
}

/** What stands in the channels is put right; who was woken and saw it end is not woken by that. */
export function tellQuietly(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.notifiedAt === null) return;
  const wake = incident.targets.filter(({ target }) => policy.targets.get(target)?.notifier === 'pagerduty');
  tell(work, incident, 'some_resolved', '', policy, new Set(wake.map(({ target }) => target)));
}

/** It has neither begun nor ended for a while: what fires now fires, and what does not is over. */
export function calmDown(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.flappingSince === null) return;
  incident.flappingSince = null;
  work.touch(incident);
  if (incident.firing > 0) return releaseAt(work, flappingHold(incident), work.now);
  if (!resolve(incident, 'alerts', work.now)) return;
  saySolved(work, incident, 'nothing of it fires any more, and it has been calm');
  if (incident.notifiedAt !== null)
    tell(work, incident, 'resolved', `Resolved: #${incident.number} has been calm, and nothing of it fires`, policy);
}
