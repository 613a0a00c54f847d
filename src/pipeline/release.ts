import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { addSign } from '../incident/signs.ts';
import { type Admitted, type Change, Changes, type Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { arm, hold, letGo } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import type { Opinion } from './noise/rule.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { signOf } from './signOf.ts';
import { addRoutes, tell } from './tell.ts';
import type { Trace } from './trace.ts';
import { traceOf } from './traceOf.ts';
import { urgencyHold, weigh } from './weigh.ts';
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

/** Alerts that were held until now: each is told, held on, or held by something else. */
export function judgeAgain(work: Workspace, episodes: readonly Episode[], policy: Policy): void {
  const changes = new Changes();
  for (const known of episodes) {
    const incident = known.incident === null ? null : work.incident(known.incident);
    if (!known.held || known.status !== 'firing' || !incident || incident.status === 'resolved') continue;
    const severity = severityOf(labelValue(known.labels, 'severity'), policy.severities);
    const judged = judgeAlert(work, known, severity, policy);
    const sign = signOf(known, severity, policy, work.now);
    if (judged.held?.key === known.held.key) arm(work, known, judged.held);
    else changes.of(incident).admitted.push({ episode: { ...known }, severity, sign, joined: null, ...judged });
  }
  for (const change of changes.all()) tellReleased(work, change, policy);
}

type Free = Routed & { readonly episode: Episode; readonly trace: Trace | null };

function tellReleased(work: Workspace, change: Change, policy: Policy): void {
  const { incident, admitted } = change;
  const wasUrgency = admitted.every(({ episode }) => episode.held?.by === 'urgency');
  for (const { held, sign } of admitted) if (!held) addSign(incident, sign);
  const said = weigh(work, change, policy);
  const free: Free[] = [];
  for (const each of admitted) {
    const opinion = each.held ?? lowOpinion(incident, each, said.get(each));
    if (opinion && opinion.key === each.episode.held?.key) {
      arm(work, each.episode, opinion);
      continue;
    }
    letGo(work, each.episode, 'judged again');
    work.touch(incident);
    if (opinion) incident.held += 1;
    each.episode.held = opinion && { by: opinion.by, key: opinion.key };
    work.putEpisode(each.episode);
    const routed = each.route(incident.urgency);
    const trace = traceOf(each, incident, { held: opinion });
    if (opinion) hold(work, each.episode, opinion, trace);
    else if (routed.targets.length > 0) free.push({ ...routed, episode: each.episode, trace });
    else {
      work.judge(each.episode, { do: 'suppress', by: 'no_receiver', because: routed.because }, trace);
      count(work.counts, 'suppressed.no_receiver');
    }
  }
  addRoutes(
    work,
    incident,
    admitted.filter(({ held }) => !held),
    policy,
  );
  if (free.length === 0) return;
  const reason = reasonOf(change, wasUrgency);
  for (const { episode, because, trace } of free)
    work.judge(episode, { do: 'notify', reason, because: `nothing holds it any more: ${because}` }, trace);
  count(work.counts, 'notified', free.length);
  const list = listAlerts(free.map(({ episode }) => episode));
  tell(work, incident, reason, reason === 'first' ? list : `Still firing: ${list}`, policy, muted(work, incident, free));
}

/** Where nobody is told of it at the urgency that its incident has. */
function lowOpinion(incident: Incident, { route }: Admitted, said: string | undefined): Opinion | null {
  if (incident.urgency === 'high' || route('low').targets.length > 0 || route('high').targets.length === 0) return null;
  return {
    do: 'suppress',
    by: 'urgency',
    key: urgencyHold(incident),
    until: route('low').muted?.until ?? null,
    because: said ?? 'nothing tells of low urgency',
  };
}

/** What waited for its incident to become urgent has been told of with that: the messages are only put right. */
function reasonOf({ incident, urgencyRaised }: Change, wasUrgency: boolean): NotifyReason {
  if (incident.notifiedAt === null) return 'first';
  if (urgencyRaised !== null) return 'urgency_raised';
  return wasUrgency ? 'some_resolved' : 'released';
}

/** One alert's own hold has run out. */
export function endHold(work: Workspace, timer: Timer, policy: Policy): void {
  const { integration, fingerprint } = timer;
  if (integration === null || fingerprint === null) return;
  const episode = work.episode(alertKey({ integration, fingerprint }));
  if (episode) judgeAgain(work, [episode], policy);
}
