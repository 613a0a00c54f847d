import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { type Change, Changes, type Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { arm, hold, letGo } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addTargets, tell } from './tell.ts';
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
    if (judged.held?.key === known.held.key) {
      arm(work, known, judged.held);
      continue;
    }
    const episode = { ...known };
    letGo(work, episode, 'judged again');
    work.touch(incident);
    if (judged.held) incident.held += 1;
    episode.held = judged.held && { by: judged.held.by, key: judged.held.key };
    work.putEpisode(episode);
    changes.of(incident).admitted.push({ episode, severity, ...judged });
  }
  for (const change of changes.all()) tellReleased(work, change, policy);
}

function tellReleased(work: Workspace, change: Change, policy: Policy): void {
  const { incident, admitted } = change;
  const free: (Judged & { episode: Episode })[] = [];
  for (const each of admitted) {
    if (each.held) hold(work, each.episode, each.held, each.trace);
    else if (each.targets.length > 0) free.push(each);
    else {
      work.judge(each.episode, { do: 'suppress', by: 'no_receiver', because: each.because }, each.trace);
      count(work.counts, 'suppressed.no_receiver');
    }
  }
  if (free.length === 0) return;
  const reason = incident.notifiedAt === null ? 'first' : 'released';
  for (const { episode, because, trace } of free)
    work.judge(episode, { do: 'notify', reason, because: `nothing holds it any more: ${because}` }, trace);
  count(work.counts, 'notified', free.length);
  const targets = free.flatMap((each) => each.targets);
  addTargets(work, incident, targets, policy);
  const list = listAlerts(free.map(({ episode }) => episode));
  tell(work, incident, reason, reason === 'first' ? list : `Still firing: ${list}`, policy, muted(work, incident, free));
}

/** One alert's own hold has run out. */
export function endHold(work: Workspace, timer: Timer, policy: Policy): void {
  const { integration, fingerprint } = timer;
  if (integration === null || fingerprint === null) return;
  const episode = work.episode(alertKey({ integration, fingerprint }));
  if (episode) judgeAgain(work, [episode], policy);
}
