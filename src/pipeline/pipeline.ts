import { acknowledge, resolve } from '../incident/transitions.ts';
import { redactOrMark } from '../redact/redactOrMark.ts';
import { endUnconfigured } from './absence.ts';
import { raiseAlarm } from './alarm.ts';
import { alarmOf } from './alarmOf.ts';
import { canonicalJson } from './canonicalJson.ts';
import { compilePolicy, type Policy } from './compilePolicy.ts';
import { settleWaiting } from './conclude.ts';
import type { Decisions, Facts } from './decision.ts';
import type { Entry } from './entry.ts';
import { fireTimers } from './fireTimers.ts';
import { countAnew } from './flap.ts';
import { listenSince } from './listening.ts';
import type { PolicySource } from './policy.ts';
import { recordChanges } from './recordChanges.ts';
import { rejudge } from './rejudge.ts';
import { EVERYTHING, releaseAt } from './releaseAt.ts';
import { saySolved } from './saySolved.ts';
import { decideWebhook } from './sightings.ts';
import { decideSilenceExpire, decideSilenceSet } from './silencing.ts';
import { tell } from './tell.ts';
import { tellEvidence } from './tellEvidence.ts';
import { Workspace } from './workspace.ts';

/**
 * THE TABLE OF CONTENTS. Decides a batch of entries: before each the timers that are due, then the entry itself. A webhook
 * walks `dedup → heartbeat → group → route` (sightings.ts), and each incident it touched is told of once (conclude.ts, tell.ts).
 *
 * Pure: the same entries, facts and policy give the same decisions, however the journal was cut into batches. A batch ends
 * before an entry at which a timer is due that the batch itself has set, or one that releases what is held; what is left is
 * decided with facts of its own.
 */
export function decide(entries: readonly Entry[], facts: Facts, policy: Policy): Decisions {
  const work = new Workspace(facts);
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && (work.timers.hasOwnDue(entry.at) || work.timers.hasBiteDue(entry.at))) break;
    work.begin(entry);
    // Before the timers that came due while nobody decided: what could not be heard is not missed.
    if (entry.kind === 'engine_started') listenSince(work, Math.max(entry.at, entry.startedAt ?? 0));
    if (entry.kind !== 'clock_step') fireTimers(work, entry.at, policy);
    decideEntry(work, entry, policy);
    work.end(entry.kind === 'unreadable' ? entry.error : null);
  }
  return work.result();
}

function decideEntry(work: Workspace, entry: Entry, policy: Policy): void {
  switch (entry.kind) {
    case 'webhook':
      decideWebhook(work, entry, policy);
      return raise(work, entry, policy);
    case 'acknowledge':
      return decideAcknowledge(work, entry.incident, entry.by, policy);
    case 'resolve':
      return decideResolve(work, entry.incident, entry.by, policy);
    case 'note':
      return decideNote(work, entry.incident, entry.by, redactOrMark(entry.text, policy.redactor));
    case 'silence_set':
      return decideSilenceSet(work, entry);
    case 'silence_expire':
      return decideSilenceExpire(work, entry.silence, entry.by);
    case 'change':
      return recordChanges(work, entry.changes);
    case 'rejudge':
      return rejudge(work, entry.incidents, policy);
    case 'evidence':
      return tellEvidence(work, entry, policy);
    case 'clock_step':
      listenSince(work, entry.at);
      return work.timers.shift(entry.byMs);
    case 'delivery_dead':
    case 'receiver_broken':
    case 'deliveries_superseded':
    case 'sender_refused':
    case 'ledger_imbalance':
    case 'unreadable':
      return raise(work, entry, policy);
    case 'policy':
      return judgeByOtherRules(work, entry.policy, policy);
    case 'tick':
    case 'engine_started':
      return;
  }
}

function raise(work: Workspace, entry: Entry, policy: Policy): void {
  const alarm = alarmOf(entry);
  if (alarm) raiseAlarm(work, alarm, policy);
}

/** What is held is judged again; where the inhibit rules changed, after what fires has been counted by them. */
function judgeByOtherRules(work: Workspace, next: PolicySource, last: Policy): void {
  missByOtherRules(work, next, last);
  countAnew(work, next, last.source);
  const isSame = canonicalJson(next.noise.inhibitRules) === canonicalJson(last.source.noise.inhibitRules);
  if (isSame) return releaseAt(work, EVERYTHING, work.now);
  work.setTimer({ key: 'rescan:', kind: 'rescan', dueAt: work.now, incident: null, integration: null, fingerprint: null });
}

function missByOtherRules(work: Workspace, next: PolicySource, last: Policy): void {
  if (canonicalJson(next.heartbeats) === canonicalJson(last.source.heartbeats)) return;
  listenSince(work, work.now);
  endUnconfigured(work, compilePolicy(next), last);
}

function decideAcknowledge(work: Workspace, number: number, by: string, policy: Policy): void {
  const incident = work.incident(number);
  if (!incident || !acknowledge(incident, by, work.now)) return;
  const text = `Acknowledged by ${by}`;
  work.say({ incident: number, clockSource: 'human', type: 'ack', actor: by, source: 'api', text, data: {} });
  // What rules hold begins nothing where nobody has heard of it.
  const isHeld = incident.firing > 0 && incident.held === incident.firing;
  const unheard = isHeld ? incident.targets.filter(({ told }) => !told).map(({ target }) => target) : [];
  tell(work, incident, 'acknowledged', text, policy, new Set(unheard));
}

function decideResolve(work: Workspace, number: number, by: string, policy: Policy): void {
  const incident = work.incident(number);
  if (!incident || !resolve(incident, by, work.now)) return;
  work.touch(incident);
  const still =
    incident.firing > 0 ? `; ${incident.firing === 1 ? '1 alert still fires' : `${incident.firing} alerts still fire`}` : '';
  saySolved(work, incident, `by ${by}${still}`);
  settleWaiting(work, incident);
  if (incident.notifiedAt === null) return;
  tell(work, incident, 'resolved', `Resolved by ${by}${still}`, policy);
}

function decideNote(work: Workspace, number: number, by: string, text: string): void {
  if (!work.incident(number)) return;
  work.say({ incident: number, clockSource: 'human', type: 'note', actor: by, source: 'api', text, data: {} });
}
