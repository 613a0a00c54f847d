import type { Incident, IncidentTarget } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { firingNow, isFree, isHidden } from './firingNow.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addRoutes, hasHeard, listens, tell } from './tell.ts';
import { tellWhenFree } from './tellWhenFree.ts';
import { throttle } from './throttle.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

const SINCE = { reopened: 'its incident is open again', urgency_raised: 'its incident is urgent now' } as const;

/**
 * Tells those who take what fires in an incident as urgent as it is now, and have not heard of it since it was opened: at once, or
 * when their hour has come. All of the incident is loaded.
 */
export function tellUnheard(work: Workspace, incident: Incident, reason: 'reopened' | 'urgency_raised', policy: Policy): void {
  if (incident.status !== 'triggered' || incident.waiting > 0) return;
  const firing = firingNow(work, incident, policy).map((each) => ({ ...each, routed: each.route(incident.urgency) }));
  const heard = new Set(incident.targets.filter(hasHeard).map(({ target }) => target));
  const quiet = firing.filter((each) => isHidden(each) && each.routed.targets.some((target) => !heard.has(target)));
  tellWhenFree(work, incident, quiet);
  const free = firing.filter(isFree);
  if (free.length === 0) return;
  addRoutes(work, incident, free, policy);
  const later = muted(
    work,
    incident,
    free.map(({ routed }) => routed),
    policy,
  );
  const isOwed = (place: IncidentTarget): boolean =>
    listens(place, incident) && !hasHeard(place) && !place.withheld && !later.has(place.target);
  const owed = new Set(incident.targets.filter(isOwed).map(({ target }) => target));
  if (owed.size === 0) return;
  const unheard = free.filter(({ routed }) => routed.targets.some((target) => owed.has(target)));
  const { silent } = throttle(work, incident, reason, new Set([...heard, ...later]), policy);
  for (const each of unheard) {
    if (each.routed.targets.every((target) => silent.has(target))) continue;
    const because = `${SINCE[reason]}, for who has not heard of it: ${each.routed.because}`;
    work.judge(each.episode, { do: 'notify', reason, because }, traceOf(each, incident));
  }
  tell(work, incident, reason, `Still firing: ${listAlerts(unheard.map(({ episode }) => episode))}`, policy, silent);
}
