import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { addSign, endSign } from '../incident/signs.ts';
import { BOUNDS } from './bounds.ts';
import type { Policy } from './compilePolicy.ts';
import { countedSign } from './countedSign.ts';
import { countsAsSign } from './group/countsAsSign.ts';
import { noteTopics } from './group/noteTopics.ts';
import { AWAITS_SIGN } from './hold.ts';
import { listAlerts } from './listAlerts.ts';
import { signOf } from './signOf.ts';
import { urgencyHold } from './weigh.ts';
import type { Workspace } from './workspace.ts';

/**
 * An alert shows that an incident nobody was told of belongs to another one. What waits in it goes there, so that the signs of one
 * trouble count in one place and not in each when its turn comes. Where somebody was woken already nothing is to be counted: what
 * waits may be a trouble of its own there, and is judged in its time.
 */
export function moveAlong(work: Workspace, from: Incident, to: Incident, policy: Policy): void {
  if (to.urgency === 'high' || from.urgency === 'high' || from.notifiedAt !== null) return;
  if (from.held === 0 || from.firing > BOUNDS.looked) return;
  work.whole.need(from.number);
  const waiting = work.firingIn(from.number).filter(({ held }) => held && countsAsSign(held.by));
  if (waiting.length === 0) return;
  work.touch(from);
  work.touch(to);
  for (const episode of waiting) moveHeld(work, episode, from, to, policy);
  work.say({
    incident: to.number,
    clockSource: 'received',
    type: 'alert',
    actor: 'tocsin',
    source: 'alertmanager',
    text: `Waits here from now on, not in #${from.number}: ${listAlerts(waiting)}`,
    data: { from: from.number, count: waiting.length, fingerprints: waiting.slice(0, 100).map(({ fingerprint }) => fingerprint) },
  });
}

function moveHeld(work: Workspace, known: Episode, from: Incident, to: Incident, policy: Policy): void {
  const { held } = known;
  if (!held) return;
  const key = alertKey(known);
  const severity = severityOf(labelValue(known.labels, 'severity'), policy.severities);
  const sign = countedSign(from, signOf(known, severity, policy, work.now, work.failures));
  const isOfUrgency = held.by === 'urgency';
  const episode = { ...known, incident: to.number, held: isOfUrgency ? { ...held, key: urgencyHold(to) } : held };
  from.firing -= 1;
  from.held -= 1;
  endSign(from, key);
  to.firing += 1;
  to.held += 1;
  if (AWAITS_SIGN.has(held.by)) {
    from.awaitingSign = Math.max(0, from.awaitingSign - 1);
    to.awaitingSign += 1;
  }
  noteTopics(work, { episode, sign, severity }, to, policy);
  addSign(to, sign);
  work.putEpisode(episode);
  if (isOfUrgency) work.addHeld(urgencyHold(to));
}
