import { alertKey, type Episode, type Hold } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { addSign } from '../incident/signs.ts';
import { raiseSeverity } from '../incident/transitions.ts';
import { announce, type Heard } from './announce.ts';
import { armUnmute } from './armUnmute.ts';
import { type Admitted, type Change, Changes, type Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { countedSign } from './countedSign.ts';
import type { Timer } from './decision.ts';
import { describe } from './describe.ts';
import type { Related } from './group/topic.ts';
import { AWAITS_SIGN, arm, hold, letGo } from './hold.ts';
import { incidentOpinion } from './incidentOpinion.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { lookForSecondSign } from './lookForSecondSign.ts';
import { moveIfUntold } from './moveIfUntold.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { saidOf } from './saidOf.ts';
import { saySeverity } from './saySeverity.ts';
import { signOf } from './signOf.ts';
import { addRoutes, isUnheard } from './tell.ts';
import { tellOfUrgency } from './tellOfUrgency.ts';
import type { Trace } from './trace.ts';
import { type TraceMore, traceOf } from './traceOf.ts';
import { urgentOnceFree } from './urgentOnceFree.ts';
import { waitForGroup } from './waitForGroup.ts';
import { weigh } from './weigh.ts';
import type { Workspace } from './workspace.ts';

/** The bite of a `release` timer; it follows itself up while more is held. */
export function release(work: Workspace, timer: Timer, policy: Policy): void {
  const bite = work.takeBite(timer);
  if (!bite) return;
  judgeAgain(
    work,
    bite.alerts.flatMap((key) => work.episode(key) ?? []),
    policy,
  );
  const [integration = null, fingerprint = null] = bite.alerts.at(-1)?.split('\u001f') ?? [];
  // The alerts judged last are where the next bite begins.
  if (bite.more) work.setTimer({ ...timer, dueAt: work.now, integration, fingerprint });
}

const FREE = 'nothing holds it any more';
const WITH_INCIDENT = 'its incident is urgent, and it was told of with that';

/** Alerts that were held until now: each is told, as `why` says, held on, or held by something else. */
export function judgeAgain(work: Workspace, episodes: readonly Episode[], policy: Policy, why: string = FREE): void {
  const changes = new Changes();
  const freed = new Map<Admitted, Hold>();
  for (const each of episodes) {
    // It may have moved along with one before it.
    const known = work.episode(alertKey(each)) ?? each;
    const incident = known.incident === null ? null : work.incident(known.incident);
    if (!known.held || known.status !== 'firing' || !incident || incident.status === 'resolved') continue;
    const severity = severityOf(labelValue(known.labels, 'severity'), policy.severities);
    const judged = judgeAlert(work, known, severity, policy);
    if (judged.held?.key === known.held.key) {
      arm(work, known, judged.held);
      continue;
    }
    const sign = countedSign(incident, signOf(known, severity, policy, work.now, work.failures));
    const episode = { ...known };
    letGo(work, episode, 'judged again');
    work.putEpisode(episode);
    work.touch(incident);
    const move = judged.held ? null : moveIfUntold(work, { episode, sign, severity }, incident, policy);
    const admitted = { episode, severity, sign, joined: move?.joined ?? null, ...judged };
    const change = changes.of(move?.joined.incident ?? incident);
    for (const each of [{ admitted, was: known.held }, ...(move?.moved ?? [])]) {
      freed.set(each.admitted, each.was);
      change.admitted.push(each.admitted);
    }
  }
  for (const change of changes.all()) tellReleased(work, change, freed, policy, why);
}

type Free = Routed & { readonly episode: Episode; readonly joined: Related | null; readonly admitted: Admitted };

function tellReleased(work: Workspace, change: Change, freed: ReadonlyMap<Admitted, Hold>, policy: Policy, why: string): void {
  const { incident, admitted } = change;
  for (const { held, sign } of admitted) if (!held) addSign(incident, sign);
  for (const { joined, severity } of admitted)
    if (joined && incident.notifiedAt === null && raiseSeverity(incident, severity, work.now)) change.raised = true;
  const said = weigh(work, change, policy);
  const free: Free[] = [];
  for (const each of admitted) {
    const { episode, joined } = each;
    const opinion = each.held ?? incidentOpinion(incident, each, said.get(each));
    const routed = each.route(incident.urgency);
    if (opinion) {
      incident.held += 1;
      episode.held = { by: opinion.by, key: opinion.key };
      work.putEpisode(episode);
      // Nothing has changed for it.
      if (!joined && opinion.key === freed.get(each)?.key) {
        count(work.counts, `suppressed.${opinion.by}`);
        arm(work, episode, opinion);
      } else {
        const free = each.held ? urgentOnceFree(incident, each, policy) : {};
        const more = { ...saidOf(change, said, each), ...free, held: opinion };
        hold(work, episode, opinion, traceOf(each, incident, more));
      }
    } else if (routed.targets.length > 0) {
      free.push({ ...routed, episode, joined, admitted: each });
    } else {
      work.judge(
        episode,
        { do: 'suppress', by: 'no_receiver', because: routed.because },
        traceOf(each, incident, saidOf(change, said, each)),
      );
      armUnmute(work, incident.number, [routed.muted?.until]);
      count(work.counts, 'suppressed.no_receiver');
    }
  }
  addRoutes(
    work,
    incident,
    admitted.filter(({ held }) => !held),
    policy,
  );
  if (admitted.some(({ held }) => !held)) lookForSecondSign(work, incident, policy);
  const { opening } = incident;
  for (const { admitted: each } of free) if (raiseSeverity(incident, each.severity, work.now)) change.raised = true;
  if (change.raised) saySeverity(work, incident);
  if (free.length === 0) {
    // What is released wakes nobody itself, but what is there wakes somebody now.
    if (change.urgencyRaised !== null && incident.waiting === 0) tellOfUrgency(work, change, policy);
    return;
  }
  const held = admitted.flatMap((each) => freed.get(each) ?? []);
  incident.flapping = null;
  describe(work, incident, admitted, policy);
  if (incident.notifiedAt === null && incident.waiting > 0 && held.every(isByOthers))
    return waitForGroup(work, incident, free, null, ({ admitted: each }, wait) =>
      traceOf(each, incident, { ...saidOf(change, said, each), wait }),
    );
  const isRaised = incident.opening > opening;
  const reason = isRaised ? 'severity_raised' : reasonOf(change, held);
  const isQuiet = !isRaised && isKnown(change, held);
  const list = listAlerts(free.map(({ episode }) => episode));
  const text = reason === 'first' ? list : `Still firing: ${list}`;
  const verdict = ({ because: routed, joined }: Free): Heard => {
    const cause = why === FREE && isQuiet && reason === 'urgency_raised' ? WITH_INCIDENT : why;
    const because = `${cause}: ${joined ? `${joined.because}; ` : ''}${routed}`;
    return joined ? { do: 'join', by: joined.by, because } : { do: 'notify', reason, because };
  };
  const trace = ({ admitted: each }: Free, more: TraceMore): Trace | null =>
    traceOf(each, incident, { ...saidOf(change, said, each), ...more });
  announce(work, incident, free, { reason: isQuiet ? 'some_resolved' : reason, text, verdict, trace }, policy);
}

/** What ends such a hold is another alert: where that waits for its group, this waits with it. */
function isByOthers({ by }: Hold): boolean {
  return by === 'urgency' || AWAITS_SIGN.has(by);
}

/** What happened to what is free now, for whoever asks why. */
function reasonOf({ incident, urgencyRaised }: Change, freed: readonly Hold[]): NotifyReason {
  if (incident.notifiedAt === null) return 'first';
  if (urgencyRaised !== null) return 'urgency_raised';
  return !isUnheard(incident) && freed.every(({ by }) => by === 'urgency') ? 'urgency_raised' : 'released';
}

/** What waited for its incident to become urgent has been told of with that, and a storm once: the messages are only put right. */
function isKnown({ incident, admitted, urgencyRaised }: Change, freed: readonly Hold[]): boolean {
  if (incident.notifiedAt === null || urgencyRaised !== null || isUnheard(incident)) return false;
  return freed.every(({ by }) => by === 'urgency') || admitted.every(({ joined }) => joined?.by === 'storm');
}

/** What holds single alerts has run out: all of those whose time ends at this moment are told together. */
export function endHold(work: Workspace, timer: Timer, policy: Policy): void {
  const ended = [timer, ...work.timers.takeAlong(timer)].flatMap(({ integration, fingerprint }) => {
    const isNamed = integration !== null && fingerprint !== null;
    return isNamed ? (work.episode(alertKey({ integration, fingerprint })) ?? []) : [];
  });
  judgeAgain(work, ended, policy);
}
