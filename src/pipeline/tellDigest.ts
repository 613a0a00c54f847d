import { fingerprint } from '../alert/fingerprint.ts';
import { isWorse, type Severity } from '../alert/severity.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { type Alarm, alarmGroup, endAlarm, raiseAlarm } from './alarm.ts';
import { armDigest } from './armDigest.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { digestible } from './digestible.ts';
import { OWN_INTEGRATION, type Target } from './policy.ts';
import { freeAgainAt } from './standing.ts';
import { armRepeat } from './tell.ts';
import { type Digest, type ThrottleState, throttleState } from './throttleState.ts';
import type { Workspace } from './workspace.ts';

/** How often it is looked whether all that a digest stands for is over. */
const LOOKED_AT_MS = 5 * 60_000;
const SHOWN = 20;

/** A receiver hears of everything that was withheld from it, at once. What of it still fires counts as told from then on. */
export function tellDigest(work: Workspace, timer: Timer, policy: Policy): void {
  const receiver = timer.key.slice('throttle:'.length);
  const state = work.memory.recall(throttleState(receiver));
  if (!state) return;
  const withheld = state.withheld.flatMap((number) => work.incident(number) ?? []);
  const settled: ThrottleState = { ...state, withheld: [], more: 0, digestAt: null, lastDigestAt: work.now };
  if (withheld.length === 0 && state.more === 0) return work.memory.remember(throttleState(receiver), settled);
  const said = new Map(withheld.map((each) => [each, digestible(work, each, receiver, policy)]));
  const firing = withheld.filter((each) => said.get(each)?.is === 'firing');
  const owed = withheld.filter((each) => said.get(each)?.is === 'hidden');
  // Nothing may be told now: all of it waits for the first that may.
  if (firing.length === 0 && owed.length > 0) {
    const hidden = [...said.values()].flatMap((each) => (each.is === 'hidden' ? each.hidden : []));
    return putOff(work, receiver, state, freeAgainAt(work.now, hidden));
  }
  const earlier = stillOf(work, state.digest).filter((each) => !firing.includes(each));
  const named = withheld.filter((each) => !owed.includes(each));
  const heard = earlier.filter((each) => digestible(work, each, receiver, policy).is === 'firing');
  const alarm = alarmOf(work, receiver, { withheld: named, more: state.more, firing, earlier: heard }, policy);
  // What the digest before this one still stood for, this one stands for.
  if (state.digest) close(work, state.digest, `a later digest of ${receiver} stands for it`, policy);
  if (alarm.onlyFor?.targets.length === 0) {
    for (const incident of named) sayNamed(work, incident, `Withheld from ${receiver}, which takes no digest of what is over`);
    return settle(work, receiver, { ...settled, digest: null }, owed, policy);
  }
  raiseAlarm(work, alarm, policy);
  const own = work.incidentOfGroup(alarmGroup(alarm));
  const digest = own && { incident: own.number, mark: fingerprint(alarm.labels), of: [...earlier, ...firing].map(numberOf) };
  for (const incident of named) {
    sayNamed(work, incident, `Told to ${receiver} in a digest, #${own?.number}`, policy.receivers.get(receiver)?.targets ?? []);
    if (!firing.includes(incident)) continue;
    incident.notifiedAt ??= work.now;
    armRepeat(work, incident, policy);
  }
  settle(work, receiver, { ...settled, sent: [...state.sent, work.now], digest }, owed, policy);
  if (digest) lookLater(work, receiver, digest, work.now);
}

/** A digest was told, or is not to be. What it left out is owed in the next one. */
function settle(work: Workspace, receiver: string, told: ThrottleState, owed: readonly Incident[], policy: Policy): void {
  const state = { ...told, withheld: owed.map(numberOf) };
  if (owed.length === 0) return work.memory.remember(throttleState(receiver), state);
  putOff(work, receiver, state, work.now + (policy.throttle?.windowMs ?? LOOKED_AT_MS));
}

function putOff(work: Workspace, receiver: string, state: ThrottleState, digestAt: Instant): void {
  armDigest(work, receiver, state.digest, digestAt);
  work.memory.remember(throttleState(receiver), { ...state, digestAt });
}

/** A digest is over when everything that it stands for is. */
export function endDigest(work: Workspace, timer: Timer, policy: Policy): void {
  const receiver = timer.key.slice('digest:'.length);
  const state = work.memory.recall(throttleState(receiver));
  if (!state?.digest) return;
  const { digest } = state;
  const still = stillOf(work, digest).map(numberOf);
  if (still.length > 0) {
    if (still.length < digest.of.length)
      work.memory.remember(throttleState(receiver), { ...state, digest: { ...digest, of: still } });
    return lookLater(work, receiver, digest, work.now);
  }
  close(work, digest, 'every incident that it names is over', policy);
  work.memory.remember(throttleState(receiver), { ...state, digest: null });
}

interface Contents {
  readonly withheld: readonly Incident[];
  readonly more: number;
  readonly firing: readonly Incident[];
  /** Of an earlier digest, and still firing. */
  readonly earlier: readonly Incident[];
}

function alarmOf(work: Workspace, receiver: string, contents: Contents, policy: Policy): Alarm {
  const { firing, earlier } = contents;
  const all = [...firing, ...earlier];
  const severity = all.reduce<Severity>((worst, each) => (isWorse(each.severity, worst) ? each.severity : worst), 'info');
  // Somebody has what is acknowledged: it wakes nobody again.
  const pages = all.some(({ status, urgency }) => status === 'triggered' && urgency === 'high');
  const urgency = pages ? 'high' : 'low';
  const targets = (policy.receivers.get(receiver)?.targets ?? []).filter(({ urgencies }) => urgencies.includes(urgency));
  return {
    labels: { alertname: 'TocsinThrottled', receiver, at: rfc3339(work.now), severity },
    summary: summaryOf(receiver, contents, work.now),
    severity,
    troubled: null,
    incident: null,
    // A receiver that is configured no more: whoever hears of Tocsin's own troubles hears of it.
    ...(policy.receivers.has(receiver) && { onlyFor: { targets, urgency } }),
  };
}

function summaryOf(receiver: string, { withheld, more, firing, earlier }: Contents, now: Instant): string {
  const count = withheld.length + more;
  const were = count === 1 ? '1 incident was not told by itself' : `${count} incidents were not told one by one`;
  const over = withheld.filter((each) => !firing.includes(each));
  const parts = [
    firing.length > 0
      ? `still firing: ${list(firing, ({ number, title }) => `#${number} ${title}`)}`
      : 'nothing of it fires any more',
    over.length > 0 ? `over by now: ${list(over, ({ number }) => `#${number}`)}` : '',
    more > 0 ? `and ${more} more: ${whereToLook(withheld, now)} lists all since then` : '',
    earlier.length > 0 ? `still firing since the digest before: ${list(earlier, ({ number }) => `#${number}`)}` : '',
  ];
  return `${were}, because ${receiver} had been told too often (noise.throttle); ${parts.filter((part) => part !== '').join('; ')}`;
}

/** They came after those that are known by number, or began no earlier. */
function whereToLook(withheld: readonly Incident[], now: Instant): string {
  const since = withheld.reduce((first, { triggeredAt }) => Math.min(first, triggeredAt), now);
  return `GET /api/v1/incidents?since=${rfc3339(since)}`;
}

function list(incidents: readonly Incident[], text: (incident: Incident) => string): string {
  const shown = incidents.slice(0, SHOWN).map(text).join(', ');
  return incidents.length > SHOWN ? `${shown} and ${incidents.length - SHOWN} more` : shown;
}

function stillOf(work: Workspace, digest: Digest | null): Incident[] {
  return (digest?.of ?? []).flatMap((number) => work.incident(number) ?? []).filter(({ status }) => status !== 'resolved');
}

function numberOf({ number }: Incident): number {
  return number;
}

function close(work: Workspace, digest: Digest, why: string, policy: Policy): void {
  const own = work.incident(digest.incident);
  if (own) endAlarm(work, own, digest.mark, policy, why);
}

function lookLater(work: Workspace, receiver: string, { incident, mark }: Digest, now: Instant): void {
  const dueAt = now + LOOKED_AT_MS;
  work.setTimer({ key: `digest:${receiver}`, kind: 'digest', dueAt, incident, integration: OWN_INTEGRATION, fingerprint: mark });
}

/** `told`: the targets that hear of it so. */
function sayNamed(work: Workspace, incident: Incident, text: string, told: readonly Target[] = []): void {
  work.touch(incident);
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'decision',
    actor: 'tocsin',
    source: 'rule',
    text,
    data: { by: 'throttle', ...(told.length > 0 && { targets: told.map(({ id }) => id) }) },
  });
}
