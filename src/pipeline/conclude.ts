import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { resolve, truncatedCount } from '../incident/transitions.ts';
import { announce, type Heard } from './announce.ts';
import { armUnmute } from './armUnmute.ts';
import type { Admitted, Change, Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { describe } from './describe.ts';
import { flappingRemark, keepOpenWhileFlapping, tellQuietly } from './flap.ts';
import { freeBySecondSign } from './freeBySecondSign.ts';
import { hold, holdBack } from './hold.ts';
import { incidentOpinion } from './incidentOpinion.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { lookAtRest } from './lookAtRest.ts';
import { lookForSecondSign } from './lookForSecondSign.ts';
import type { Opinion } from './noise/rule.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { reasonOf } from './reasonOf.ts';
import { saidOf } from './saidOf.ts';
import { saySolved } from './saySolved.ts';
import { sayWhatHappened } from './sayWhatHappened.ts';
import { watchResolved } from './silenceIdle.ts';
import { addRoutes, tell } from './tell.ts';
import { tellOfUrgency } from './tellOfUrgency.ts';
import type { Trace } from './trace.ts';
import { type TraceMore, traceOf } from './traceOf.ts';
import { urgentOnceFree } from './urgentOnceFree.ts';
import { waitForGroup } from './waitForGroup.ts';
import { weigh } from './weigh.ts';
import type { Workspace } from './workspace.ts';

/** An alert that is told, and where. */
type Told = Routed & { readonly episode: Episode };

/** After an entry's alerts are in their incidents: who is told what of one incident, and what each alert's verdict is. */
export function conclude(work: Workspace, change: Change, policy: Policy): void {
  const { incident } = change;
  sayWhatHappened(work, change);
  change.admitted.push(...change.moved);
  if (change.reopened) lookAtRest(work, incident, 'reopened', change.admitted.filter(({ held }) => !held).length);
  for (const episode of change.ended) {
    work.judge(episode, { do: 'resolve', because: `it stopped firing` });
    watchResolved(work, episode, policy);
  }
  const said = new Map(weigh(work, change, policy));
  const { told, withheld, unrouted, held } = withFreed(work, change, said, policy);
  for (const each of held) {
    if (!each.held) continue;
    const more = { ...saidOf(change, said, each), ...urgentOnceFree(incident, each, policy) };
    hold(work, each.episode, each.held, traceOf(each, incident, more));
    if (each.held.by === 'flapping') incident.flapping = flappingRemark(each.episode, each.held.because);
  }
  if (change.admitted.length > 0) lookForSecondSign(work, incident, policy);
  for (const { admitted, opinion } of withheld)
    holdBack(
      work,
      incident,
      admitted.episode,
      opinion,
      traceOf(admitted, incident, { ...saidOf(change, said, admitted), held: opinion }),
    );
  for (const { admitted, routed } of unrouted) {
    const { because } = routed;
    const trace = traceOf(admitted, incident, saidOf(change, said, admitted));
    work.judge(admitted.episode, { do: 'suppress', by: 'no_receiver', because }, trace);
    armUnmute(work, incident.number, [routed.muted?.until]);
    count(work.counts, 'suppressed.no_receiver');
  }
  addRoutes(
    work,
    incident,
    change.admitted.filter((each) => !each.held),
    policy,
  );
  describe(work, incident, change.admitted, policy);
  if (incident.firing === 0 && incident.status !== 'resolved') close(work, change, told, said, policy);
  else if (told.length > 0) tellOfNews(work, change, told, said, policy);
  else if (change.urgencyRaised !== null && incident.waiting === 0) tellOfUrgency(work, change, policy);
  else if (held.some((each) => each.held?.by === 'flapping')) tellQuietly(work, incident, policy);
  else if (change.ended.length > 0 && incident.notifiedAt !== null && incident.status !== 'resolved') {
    tell(work, incident, 'some_resolved', '', policy);
  }
}

function tellOfNews(
  work: Workspace,
  change: Change,
  told: readonly ToldAlert[],
  said: ReadonlyMap<Admitted, string>,
  policy: Policy,
): void {
  const { incident } = change;
  const waits = told.flatMap(({ admitted }) => admitted.groupWaitMs ?? []);
  const groupWaitMs = waits.length === 0 ? null : Math.min(...waits);
  if (incident.notifiedAt === null && ((groupWaitMs ?? 0) > 0 || incident.waiting > 0)) {
    return waitForGroup(work, incident, told, groupWaitMs, ({ admitted }, wait) =>
      traceOf(admitted, incident, { ...saidOf(change, said, admitted), wait }),
    );
  }
  const reason = reasonOf(change);
  const text = newsText(reason, change, told);
  const verdict = ({ admitted, because: routed }: ToldAlert): Heard => {
    const { joined } = admitted;
    if (change.freed.includes(admitted))
      return { do: 'notify', reason: 'released', because: `nothing holds it any more: ${routed}` };
    const because = [joined?.because, routed, said.get(admitted)].filter((part) => part !== undefined).join('; ');
    return joined ? { do: 'join', by: joined.by, because } : { do: 'notify', reason, because };
  };
  const trace = ({ admitted }: ToldAlert, more: TraceMore): Trace | null =>
    traceOf(admitted, incident, { ...saidOf(change, said, admitted), ...more });
  announce(work, incident, told, { reason, text, verdict, trace }, policy);
}

/** Nothing of the incident fires any more. */
function close(
  work: Workspace,
  change: Change,
  routed: readonly ToldAlert[],
  said: ReadonlyMap<Admitted, string>,
  policy: Policy,
): void {
  const { incident } = change;
  const cutOff = truncatedCount(incident);
  if (cutOff > 0) {
    sayStaysOpen(work, incident, cutOff);
    if (routed.length > 0) tellOfNews(work, change, routed, said, policy);
    else if (incident.notifiedAt !== null) tell(work, incident, 'some_resolved', '', policy);
    return;
  }
  settleWaiting(work, incident);
  const because = 'it stopped firing before anybody could be told';
  for (const { episode, admitted } of routed)
    work.judge(
      episode,
      { do: 'suppress', by: 'group_wait', because },
      traceOf(admitted, incident, { ...saidOf(change, said, admitted), gone: true }),
    );
  count(work.counts, 'suppressed.group_wait', routed.length);
  if (keepOpenWhileFlapping(work, change, policy)) {
    describe(work, incident, [], policy);
    return tellQuietly(work, incident, policy);
  }
  if (!resolve(incident, 'alerts', work.now)) return;
  work.touch(incident);
  saySolved(work, incident, 'every alert stopped firing');
  if (incident.notifiedAt !== null)
    tell(work, incident, 'resolved', `Resolved: nothing of #${incident.number} fires any more`, policy);
}

/** Fired and gone within `group_wait`: nobody was told, and the ledger says why. */
export function settleWaiting(work: Workspace, incident: Incident): void {
  const waiting = incident.waiting;
  incident.waiting = 0;
  count(work.counts, 'deferred', -waiting);
  count(work.counts, 'suppressed.group_wait', waiting);
  if (incident.notifiedAt === null) work.clearTimer(`group_wait:${incident.number}`);
}

function sayStaysOpen(work: Workspace, incident: Incident, cutOff: number): void {
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'status',
    actor: 'tocsin',
    source: 'alertmanager',
    text: `Every alert that was sent has stopped, but the sender left out ${cutOff} (max_alerts), which may still fire: it stays open until a person resolves it`,
    data: { truncated: cutOff },
  });
}

function newsText(reason: NotifyReason, change: Change, told: readonly ToldAlert[]): string {
  const isFreed = ({ admitted }: ToldAlert): boolean => change.freed.includes(admitted);
  const freed = told.filter(isFreed).map(({ episode }) => episode);
  const text = textOf(
    reason,
    change,
    told.filter((each) => !isFreed(each)),
  );
  return freed.length === 0 ? text : `${text}; still firing: ${listAlerts(freed)}`;
}

function textOf(reason: NotifyReason, { incident, urgencyRaised }: Change, told: readonly Told[]): string {
  const list = listAlerts(told.map(({ episode }) => episode));
  if (reason === 'first') return list;
  if (reason === 'reopened') return `Fires again: ${list}`;
  if (reason === 'urgency_raised') return `${list}: ${urgencyRaised}`;
  if (reason === 'severity_raised') return `Severity is now ${incident.severity}: ${list}`;
  return `New: ${list}`;
}

type ToldAlert = Told & { readonly admitted: Admitted };

interface Parts {
  readonly told: ToldAlert[];
  /** Held by what its incident is. */
  readonly withheld: { readonly admitted: Admitted; readonly opinion: Opinion }[];
  readonly unrouted: { readonly admitted: Admitted; readonly routed: Routed }[];
  readonly held: Admitted[];
}

/** Together with what waited for a second sign, where people are told of something now. */
function withFreed(work: Workspace, change: Change, said: Map<Admitted, string>, policy: Policy): Parts {
  const parts = partition(change, said);
  const freed = parts.told.length === 0 ? [] : freeBySecondSign(work, change, policy);
  if (freed.length === 0) return parts;
  for (const [each, what] of weigh(work, { ...change, admitted: [...freed] }, policy)) said.set(each, what);
  change.admitted.push(...freed);
  change.freed.push(...freed);
  return partition(change, said);
}

function partition(change: Change, said: ReadonlyMap<Admitted, string>): Parts {
  const parts: Parts = { told: [], withheld: [], unrouted: [], held: [] };
  for (const each of change.admitted) {
    const { episode, held, route } = each;
    const routed = route(change.incident.urgency);
    const opinion = held ? null : incidentOpinion(change.incident, each, said.get(each));
    if (held) parts.held.push(each);
    else if (opinion) parts.withheld.push({ admitted: each, opinion });
    else if (routed.targets.length > 0) parts.told.push({ ...routed, episode, admitted: each });
    else parts.unrouted.push({ admitted: each, routed });
  }
  return parts;
}
