import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import { announce, type Heard } from './announce.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { routeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { addRoutes } from './tell.ts';
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
      const routed = route(incident.urgency);
      return routed.targets.length > 0 ? [{ ...routed, episode, route }] : [];
    });
    if (routed.length === 0) continue;
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    addRoutes(work, incident, routed, policy);
    const text = listAlerts(routed.map(({ episode }) => episode));
    const verdict = ({ because }: Routed): Heard => ({
      do: 'notify',
      reason: 'first',
      because: `a new configuration: ${because}`,
    });
    announce(work, incident, routed, { reason: 'first', text, verdict }, policy);
  }
}
