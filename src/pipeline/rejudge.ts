import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { announce } from './announce.ts';
import type { Policy } from './compilePolicy.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { chooseTargets } from './route/chooseTargets.ts';
import { addTargets } from './tell.ts';
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
      const route = chooseTargets(episode.labels, severity, policy, work.now);
      return route.targets.length > 0 ? [{ episode, ...route }] : [];
    });
    if (routed.length === 0) continue;
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    addTargets(
      work,
      incident,
      routed.flatMap(({ targets }) => targets),
      policy,
    );
    const text = listAlerts(routed.map(({ episode }) => episode));
    const because = (why: string): string => `a new configuration: ${why}`;
    const kept = announce(work, incident, routed, { reason: 'first', text, because }, policy);
    count(work.counts, 'notified', routed.length - kept);
    count(work.counts, 'suppressed.throttle', kept);
  }
}
