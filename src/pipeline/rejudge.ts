import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addTargets, tell } from './tell.ts';
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
    for (const { episode, held, trace } of judged) {
      if (!held) continue;
      count(work.counts, 'suppressed.no_receiver', -1);
      holdBack(work, incident, episode, held, trace);
    }
    const routed = judged.filter(({ held, targets }) => !held && targets.length > 0);
    if (routed.length === 0) continue;
    for (const { episode, because, trace } of routed) {
      work.judge(episode, { do: 'notify', reason: 'first', because: `a new configuration: ${because}` }, trace);
    }
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    count(work.counts, 'notified', routed.length);
    addTargets(
      work,
      incident,
      routed.flatMap(({ targets }) => targets),
      policy,
    );
    const list = listAlerts(routed.map(({ episode }) => episode));
    tell(work, incident, 'first', list, policy, muted(work, incident, routed));
  }
}
