import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { addSign } from '../incident/signs.ts';
import { type Change, Changes, type Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { arm, hold, letGo } from './hold.ts';
import { incidentOpinion } from './incidentOpinion.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { signOf } from './signOf.ts';
import { addRoutes, tell } from './tell.ts';
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

type Free = Routed & { readonly episode: Episode };

function tellReleased(work: Workspace, change: Change, policy: Policy): void {
  const { incident, admitted } = change;
  const wasUrgency = admitted.every(({ episode }) => episode.held?.by === 'urgency');
  for (const { held, sign } of admitted) if (!held) addSign(incident, sign);
  const said = weigh(work, change, policy);
  const free: Free[] = [];
  for (const each of admitted) {
    const opinion = each.held ?? incidentOpinion(change, each, said.get(each), work.now, policy);
    if (opinion?.key === each.episode.held?.key) continue;
    letGo(work, each.episode, 'judged again');
    work.touch(incident);
    if (opinion) incident.held += 1;
    each.episode.held = opinion && { by: opinion.by, key: opinion.key };
    work.putEpisode(each.episode);
    const routed = each.route(incident.urgency);
    if (opinion) hold(work, each.episode, opinion);
    else if (routed.targets.length > 0) free.push({ ...routed, episode: each.episode });
    else {
      work.judge(each.episode, { do: 'suppress', by: 'no_receiver', because: routed.because });
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
  for (const { episode, because } of free)
    work.judge(episode, { do: 'notify', reason, because: `nothing holds it any more: ${because}` });
  count(work.counts, 'notified', free.length);
  const list = listAlerts(free.map(({ episode }) => episode));
  tell(work, incident, reason, reason === 'first' ? list : `Still firing: ${list}`, policy, muted(work, incident, free));
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
