import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { judgeAlert } from './judgeAlert.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addRoutes, hasHeard, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/**
 * Tells those who take what fires in an incident as urgent as it is now, and have not heard of it since it was opened: at once, or
 * when their hour has come. All of the incident is loaded.
 */
export function tellUnheard(work: Workspace, incident: Incident, reason: 'reopened' | 'urgency_raised', policy: Policy): void {
  if (incident.status !== 'triggered' || incident.waiting > 0) return;
  const free = work.firingIn(incident.number).flatMap((episode) => {
    if (episode.held) return [];
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const judged = judgeAlert(work, episode, severity, policy);
    return judged.held ? [] : [{ ...judged, episode, routed: judged.route(incident.urgency) }];
  });
  if (free.length === 0) return;
  addRoutes(work, incident, free, policy);
  const heard = new Set(incident.targets.filter(hasHeard).map(({ target }) => target));
  const later = muted(
    work,
    incident,
    free.map(({ routed }) => routed),
  );
  const unheard = free.filter(({ routed }) => routed.targets.some((target) => !heard.has(target)));
  if (unheard.length === 0) return;
  const { silent } = throttle(work, incident, reason, new Set([...heard, ...later]), policy);
  tell(work, incident, reason, `Still firing: ${listAlerts(unheard.map(({ episode }) => episode))}`, policy, silent);
}
