import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { firingNow, isFree, isHidden } from './firingNow.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addRoutes, hasHeard, tell } from './tell.ts';
import { tellWhenFree } from './tellWhenFree.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/**
 * Tells those who take what fires in an incident as urgent as it is now, and have not heard of it since it was opened: at once, or
 * when their hour has come. All of the incident is loaded.
 */
export function tellUnheard(work: Workspace, incident: Incident, reason: 'reopened' | 'urgency_raised', policy: Policy): void {
  if (incident.status !== 'triggered' || incident.waiting > 0) return;
  const firing = firingNow(work, incident, policy).map((each) => ({ ...each, routed: each.route(incident.urgency) }));
  const heard = new Set(incident.targets.filter(hasHeard).map(({ target }) => target));
  const isOwed = ({ routed }: (typeof firing)[number]): boolean => routed.targets.some((target) => !heard.has(target));
  tellWhenFree(work, incident, firing.filter(isHidden).filter(isOwed));
  const free = firing.filter(isFree);
  if (free.length === 0) return;
  addRoutes(work, incident, free, policy);
  const later = muted(
    work,
    incident,
    free.map(({ routed }) => routed),
    policy,
  );
  const unheard = free.filter(isOwed);
  if (unheard.length === 0) return;
  const { silent } = throttle(work, incident, reason, new Set([...heard, ...later]), policy);
  tell(work, incident, reason, `Still firing: ${listAlerts(unheard.map(({ episode }) => episode))}`, policy, silent);
}
