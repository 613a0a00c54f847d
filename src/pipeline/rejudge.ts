import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { routeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { addRoutes, tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/**
 * Open incidents that no receiver took, looked at with the policy of now: what fires in them and has a receiver by it is told.
 * Incidents that somebody was told of keep their receivers.
 */
export function rejudge(work: Workspace, numbers: readonly number[], policy: Policy): void {
  for (const number of numbers) {
    const incident = work.incident(number);
    if (!incident || incident.status === 'resolved' || incident.targets.length > 0) continue;
    const routed = work.firingIn(number).flatMap((episode) => {
      if (episode.held) return [];
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      const route = (urgency: Urgency): Routed => routeAlert(episode, severity, policy, urgency, work.now);
      const { targets, because } = route(incident.urgency);
      return targets.length > 0 ? [{ episode, route, because }] : [];
    });
    if (routed.length === 0) continue;
    for (const { episode, because } of routed) {
      work.judge(episode, { do: 'notify', reason: 'first', because: `a new configuration: ${because}` });
    }
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    count(work.counts, 'notified', routed.length);
    addRoutes(work, incident, routed, policy);
    tell(work, incident, 'first', listAlerts(routed.map(({ episode }) => episode)), policy);
  }
}
