import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addRoutes, tell } from './tell.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * Open incidents that no receiver took, looked at with the policy of now: what fires in them and has a receiver by it is told.
 * Incidents that somebody was told of keep their receivers.
 */
export function rejudge(work: Workspace, numbers: readonly number[], policy: Policy): void {
  for (const number of numbers) {
    const incident = work.incident(number);
    if (!incident || incident.status === 'resolved' || incident.targets.length > 0) continue;
    const judged = work.firingIn(number).flatMap((episode) => {
      if (episode.held) return [];
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      return [{ episode, ...judgeAlert(work, episode, severity, policy) }];
    });
    for (const each of judged) {
      if (!each.held) continue;
      count(work.counts, 'suppressed.no_receiver', -1);
      holdBack(work, incident, each.episode, each.held, traceOf(each, incident));
    }
    const routed = judged.flatMap((each) => {
      const said = each.route(incident.urgency);
      return !each.held && said.targets.length > 0 ? [{ ...each, ...said }] : [];
    });
    if (routed.length === 0) continue;
    for (const each of routed) {
      const because = `a new configuration: ${each.because}`;
      work.judge(each.episode, { do: 'notify', reason: 'first', because }, traceOf(each, incident));
    }
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    count(work.counts, 'notified', routed.length);
    addRoutes(work, incident, routed, policy);
    const list = listAlerts(routed.map(({ episode }) => episode));
    tell(work, incident, 'first', list, policy, muted(work, incident, routed));
  }
}
