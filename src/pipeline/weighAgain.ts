import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { isHidden } from './firingNow.ts';
import { judgeAlert } from './judgeAlert.ts';
import { signOf } from './signOf.ts';
import { lookAgainWhenFree } from './standing.ts';
import { addRoutes } from './tell.ts';
import { tellOfUrgency } from './tellOfUrgency.ts';
import { weigh } from './weigh.ts';
import type { Workspace } from './workspace.ts';

/** Somebody was awake for what this incident hangs together with, so that it woke nobody itself: whether that is so still. */
export function weighAgain(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.status === 'resolved' || incident.urgency === 'high') return;
  const change = new Changes().of(incident);
  for (const episode of work.firingIn(incident.number)) {
    if (episode.held && episode.held.by !== 'urgency') continue;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const sign = signOf(episode, severity, policy, episode.receivedAt, work.failures);
    change.admitted.push({ episode, severity, sign, joined: null, ...judgeAlert(work, episode, severity, policy) });
  }
  weigh(work, change, policy);
  if (change.urgencyRaised === null) return lookAgainWhenFree(work, incident, change.admitted.filter(isHidden));
  addRoutes(
    work,
    incident,
    change.admitted.filter(({ held }) => !held),
    policy,
  );
  // What still waits is told as urgent when that is over.
  if (incident.waiting === 0) tellOfUrgency(work, change, policy);
}
