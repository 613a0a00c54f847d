import { alertKey } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { endAlarm } from './alarm.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import type { Timer } from './decision.ts';
import { calmDown } from './flap.ts';
import { groupOfEpisode } from './group/groupOfEpisode.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { muted, unmute } from './mute.ts';
import { endHold, release } from './release.ts';
import { rescan } from './rescan.ts';
import { fireAgain } from './sightings.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** Fires what is due at or before `until`, in order, each with its due time as `now`. */
export function fireTimers(work: Workspace, until: Instant, policy: Policy): void {
  for (let timer = work.takeDueTimer(until); timer; timer = work.takeDueTimer(until)) {
    work.now = timer.dueAt;
    try {
      fire(work, timer, policy);
    } catch (error) {
      // A timer that cannot be fired must not hold up everything behind it.
      sayDropped(work, timer, error);
    }
  }
  work.now = until;
}

function sayDropped(work: Workspace, timer: Timer, error: unknown): void {
  if (timer.incident === null) return;
  const text = `A timer (${timer.kind}) failed and was dropped: ${error instanceof Error ? error.message : String(error)}`;
  work.say({
    incident: timer.incident,
    clockSource: 'received',
    type: 'status',
    actor: 'tocsin',
    source: 'rule',
    text,
    data: {},
  });
}

function fire(work: Workspace, timer: Timer, policy: Policy): void {
  const incident = timer.incident === null ? null : work.incident(timer.incident);
  switch (timer.kind) {
    case 'group_wait':
      return incident ? endWait(work, incident, policy) : undefined;
    case 'calm':
      return incident ? calmDown(work, incident, policy) : undefined;
    case 'repeat':
      return incident ? repeat(work, incident, policy) : undefined;
    case 'late_firing':
      return fireLate(work, timer, incident, policy);
    case 'unmute':
      return incident ? unmute(work, incident, policy) : undefined;
    case 'hold':
      return endHold(work, timer, policy);
    case 'rescan':
      return rescan(work, timer, policy);
    case 'release':
      return release(work, timer, policy);
    case 'alarm_expiry':
      return incident && timer.fingerprint ? endAlarm(work, incident, timer.fingerprint, policy) : undefined;
  }
}

/** What waited together is judged as it stands now: a rule may have come to hold some of it back. */
function endWait(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.status === 'resolved') return;
  const { waiting } = incident;
  count(work.counts, 'deferred', -waiting);
  incident.waiting = 0;
  work.touch(incident);
  const judged = work.firingIn(incident.number).flatMap((episode) => {
    if (episode.held) return [];
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    return [{ episode, ...judgeAlert(work, episode, severity, policy) }];
  });
  for (const { episode, held } of judged) if (held) holdBack(work, incident, episode, held);
  const told = judged.flatMap(({ episode, held, route }) => {
    const routed = route(incident.urgency);
    return held || routed.targets.length === 0 ? [] : [{ episode, ...routed }];
  });
  count(work.counts, 'notified', waiting - judged.filter(({ held }) => held).length);
  for (const { episode, because } of told) {
    work.judge(episode, { do: 'notify', reason: 'first', because: `group_wait is over: ${because}` });
  }
  // Somebody acknowledged it meanwhile: that has told everybody.
  if (incident.notifiedAt !== null || told.length === 0) return;
  tell(work, incident, 'first', `${incident.firing} firing: ${incident.title}`, policy, muted(work, incident, told));
}

function repeat(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  tell(work, incident, 'repeat', `Still firing, nobody has acknowledged it: ${incident.title}`, policy);
}

function fireLate(work: Workspace, timer: Timer, incident: Incident | null, policy: Policy): void {
  const { integration, fingerprint } = timer;
  if (integration === null || fingerprint === null) return;
  const last = work.episode(alertKey({ integration, fingerprint }));
  if (last?.status !== 'resolved') return;
  const changes = new Changes();
  const severity = severityOf(labelValue(last.labels, 'severity'), policy.severities);
  fireAgain(work, changes, last, { severity, group: groupOfEpisode(last, severity, incident, policy) }, policy);
  for (const change of changes.all()) {
    // It was counted as a duplicate when it came; now it is told.
    count(work.counts, 'duplicate', -1);
    conclude(work, change, policy);
  }
}
