import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { announce, type Heard } from './announce.ts';
import { Changes, type Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { signOf } from './signOf.ts';
import { addRoutes } from './tell.ts';
import type { Trace } from './trace.ts';
import { type TraceMore, traceOf } from './traceOf.ts';
import { weigh } from './weigh.ts';
import { weighAgain } from './weighAgain.ts';
import type { Workspace } from './workspace.ts';

const NEW = 'a new configuration';

/**
 * Open incidents that no receiver took, looked at with the policy of now: what fires in them and has a receiver by it is told.
 * Incidents that somebody was told of keep their receivers; those that woke nobody wake somebody where they should by now.
 */
export function rejudge(work: Workspace, numbers: readonly number[], policy: Policy): void {
  for (const number of numbers) {
    const incident = work.incident(number);
    if (!incident || incident.status === 'resolved') continue;
    if (incident.targets.length > 0) {
      weighAgain(work, incident, policy, NEW);
      continue;
    }
    const judged = work.firingIn(number).flatMap((episode) => {
      if (episode.held) return [];
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      const sign = signOf(episode, severity, policy, episode.receivedAt, work.failures);
      return [{ episode, severity, sign, joined: null, ...judgeAlert(work, episode, severity, policy) }];
    });
    for (const each of judged) {
      if (!each.held) continue;
      count(work.counts, 'suppressed.no_receiver', -1);
      holdBack(work, incident, each.episode, each.held, traceOf(each, incident));
    }
    const change = new Changes().of(incident);
    for (const each of judged) if (!each.held) change.admitted.push(each);
    weigh(work, change, policy);
    const routed = judged.flatMap((each) => {
      const said = each.route(incident.urgency);
      return !each.held && said.targets.length > 0 ? [{ ...each, ...said }] : [];
    });
    if (routed.length === 0) continue;
    count(work.counts, 'suppressed.no_receiver', -routed.length);
    addRoutes(work, incident, routed, policy);
    const text = listAlerts(routed.map(({ episode }) => episode));
    const verdict = ({ because }: Routed): Heard => ({
      do: 'notify',
      reason: 'first',
      because: `${NEW}: ${because}`,
    });
    const trace = (each: (typeof routed)[number], more: TraceMore): Trace | null => traceOf(each, incident, more);
    announce(work, incident, routed, { reason: 'first', text, verdict, trace }, policy);
  }
}
