import type { Incident, Urgency } from '../incident/incident.ts';
import { raiseSeverity, raiseUrgency } from '../incident/transitions.ts';
import { AWAKE_MS, noteAwake, wokenBy } from './awake.ts';
import type { Admitted, Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { metNow, stillArmed, urgencyOf } from './noise/urgency.ts';
import { OWN_INTEGRATION } from './policy.ts';
import { releaseAt } from './releaseAt.ts';
import { contextLabels } from './subjectOf.ts';
import type { Workspace } from './workspace.ts';

/** Rules that wait for more signs, of one incident. */
const MOST_ARMED = 50;

/**
 * How urgent an incident is now that these alerts are in it: each that nothing holds has its own say, and all signs count for
 * the rules that wait. Urgency rises, and never by itself falls. Answers what each alert's rule said.
 */
export function weigh(work: Workspace, change: Change, policy: Policy): ReadonlyMap<Admitted, string> {
  const { incident, admitted } = change;
  const said = new Map<Admitted, string>();
  if (!policy.urgency || incident.alarm) return said;
  const raise = (urgency: Urgency, because: string): void => {
    if (urgency !== 'high' || incident.urgency === 'high') return;
    raiseUrgency(incident, work.now);
    change.urgencyRaised = because;
    noteAwake(work, change);
    releaseAt(work, urgencyHold(incident), work.now);
  };
  const armed = stillArmed(incident.armed, work.now, policy);
  for (const each of admitted) {
    if (each.joined?.by === 'storm' && incident.urgency === 'low') {
      raiseSeverity(incident, 'critical', work.now);
      raise('high', each.joined.because);
    }
    // A heartbeat that is missing is urgent whatever the rules say of other alerts.
    if (each.held || each.episode.integration === OWN_INTEGRATION) continue;
    const labels = contextLabels(each.episode.labels, each.severity, policy, incident.urgency);
    const opinion = urgencyOf({ labels, severity: each.severity, sign: each.sign }, incident.signs, policy);
    const wakes = opinion.urgency === 'high' && incident.urgency === 'low' ? awakeFor(work, change, policy) : null;
    said.set(each, wakes ? `${opinion.because}; ${wakes}` : opinion.because);
    if (opinion.armed) armed.push(opinion.armed);
    if (!wakes) raise(opinion.urgency, opinion.because);
  }
  if (incident.urgency === 'low') {
    const met = metNow(armed, incident.signs, policy);
    if (met && !awakeFor(work, change, policy)) raise(met.urgency, met.because);
  }
  incident.armed = incident.urgency === 'high' ? [] : armed.slice(-MOST_ARMED);
  work.touch(incident);
  return said;
}

/** Somebody is awake for what these alerts hang together with: it is looked again whether that is so still. */
function awakeFor(work: Workspace, change: Change, policy: Policy): string | null {
  const { number } = change.incident;
  const woken = wokenBy(work, change, policy);
  if (!woken) return null;
  const dueAt = work.now + AWAKE_MS;
  work.setTimer({ key: `awake:${number}`, kind: 'awake', dueAt, incident: number, integration: null, fingerprint: null });
  return `#${woken.number} has woken somebody: ${woken.because}`;
}

/** What holds the alerts of an incident that is told nowhere while it is low. */
export function urgencyHold(incident: Incident): string {
  return `urgency:${incident.number}`;
}
