import type { ArmedUrgency, Incident, Sign, Urgency } from '../incident/incident.ts';
import { isSameSign } from '../incident/signs.ts';
import { raiseSeverity, raiseUrgency } from '../incident/transitions.ts';
import { AWAKE_MS, noteAwake, wokenBy } from './awake.ts';
import type { Admitted, Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { lookAgain } from './lookAgain.ts';
import { lookAtRest } from './lookAtRest.ts';
import { metNow, stillArmed, type UrgencyOpinion, urgencyOf } from './noise/urgency.ts';
import { OWN_INTEGRATION } from './policy.ts';
import { releaseAt } from './releaseAt.ts';
import { failureText } from './ruleFailure.ts';
import { type Standing, standing } from './standing.ts';
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
  const ask = work.failures.asking(incident);
  if (incident.alarm) return said;
  const raise = (urgency: Urgency, because: string): void => {
    if (urgency !== 'high' || incident.urgency === 'high') return;
    raiseUrgency(incident, work.now);
    work.touch(incident);
    change.urgencyRaised = because;
    ask('urgency', undefined, () => noteAwake(work, change, policy));
    releaseAt(work, urgencyHold(incident), work.now);
    lookAtRest(work, incident, 'raised', admitted.length);
  };
  if (!policy.urgency) {
    if (admitted.some(({ held }) => !held)) raise('high', 'no urgency rules: everything is high');
    return said;
  }
  let armed = ask('urgency', [], () => stillArmed(incident.armed, incident.signs, work.now, policy));
  const standingNow = (): Standing => standing(work, incident, armed, policy);
  for (const each of admitted) {
    if (each.joined?.by === 'storm' && incident.urgency === 'low') {
      raiseSeverity(incident, 'critical', work.now);
      raise('high', each.joined.because);
    }
    // A heartbeat that is missing is urgent whatever the rules say of other alerts.
    if (each.held || each.episode.integration === OWN_INTEGRATION) continue;
    const failed = work.failures.of(each.episode).length > 0;
    const asSaid = opinionOf(work, incident, each, incident.signs, policy);
    const isBySigns = asSaid.bySigns && asSaid.urgency === 'high' && incident.urgency === 'low';
    const opinion = isBySigns ? opinionOf(work, incident, each, standingNow().signs, policy) : asSaid;
    const mayWait = opinion.urgency === 'high' && incident.urgency === 'low' && !failed;
    const wakes = mayWait ? awakeFor(work, change, policy) : null;
    said.set(each, wakes ? `${opinion.because}; ${wakes}` : opinion.because);
    if (opinion.armed) armed = rearmed(armed, opinion.armed);
    if (!wakes) raise(opinion.urgency, opinion.because);
  }
  // An end meets no condition.
  if (incident.urgency === 'low' && admitted.length > 0) {
    const met = ask('urgency', null, () => {
      if (!metNow(armed, incident.signs, policy)) return null;
      const { armed: waiting, signs } = standingNow();
      return metNow(waiting, signs, policy);
    });
    if (met && !awakeFor(work, change, policy)) raise(met.urgency, met.because);
  }
  incident.armed = incident.urgency === 'high' ? [] : armed.slice(-MOST_ARMED);
  work.touch(incident);
  return said;
}

/** With one more rule that waits, in the place of what waits by it for the same sign. */
function rearmed(armed: readonly ArmedUrgency[], added: ArmedUrgency): ArmedUrgency[] {
  return [...armed.filter(({ rule, sign }) => rule !== added.rule || !isSameSign(sign, added.sign)), added];
}

/** What the rules say of one alert. What a rule threw over wakes somebody: nobody knows what it would have said. */
function opinionOf(
  work: Workspace,
  { urgency }: Incident,
  each: Admitted,
  signs: readonly Sign[],
  policy: Policy,
): UrgencyOpinion {
  const { episode, severity, sign } = each;
  const high = { urgency: 'high', because: 'urgency high', bySigns: false, armed: null } as const;
  const opinion = work.failures.ask('urgency', episode, high, () => {
    const { labels: sent } = episode;
    const labels = policy.urgency?.byContext ? contextLabels(sent, severity, policy, urgency) : sent;
    return urgencyOf({ labels, severity, sign }, signs, policy);
  });
  const failed = work.failures.of(episode);
  return failed.length > 0 ? { ...high, because: `urgency high, as ${failed.map(failureText).join(', ')}` } : opinion;
}

/** Somebody is awake for what these alerts hang together with: it is looked again whether that is so still. */
function awakeFor(work: Workspace, change: Change, policy: Policy): string | null {
  const woken = work.failures.ask('urgency', change.incident, null, () => wokenBy(work, change, policy));
  if (!woken) return null;
  lookAgain(work, 'awake', change.incident.number, work.now + AWAKE_MS);
  return `#${woken.number} has woken somebody: ${woken.because}`;
}

/** What holds the alerts of an incident that is told nowhere while it is low. */
export function urgencyHold(incident: Incident): string {
  return `urgency:${incident.number}`;
}
