import { alertKey } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { reportAbsence } from './absence.ts';
import { endAlarm } from './alarm.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { concludeAll } from './concludeAll.ts';
import type { Timer } from './decision.ts';
import { endWait } from './endWait.ts';
import { expire } from './expire.ts';
import { calmDown } from './flap.ts';
import { groupOfEpisode } from './group/groupOfEpisode.ts';
import { count } from './ledger.ts';
import { unmute } from './mute.ts';
import { endHold, release } from './release.ts';
import { releaseBySecondSign } from './releaseBySecondSign.ts';
import { releaseReopened } from './releaseReopened.ts';
import { repeat } from './repeat.ts';
import { rescan } from './rescan.ts';
import { ruleFailure } from './ruleFailure.ts';
import { fireAgain } from './sightings.ts';
import { checkIdle } from './silenceIdle.ts';
import { endSilence } from './silencing.ts';
import { endDigest, tellDigest } from './tellDigest.ts';
import { tellUnheard } from './tellUnheard.ts';
import { weighAgain } from './weighAgain.ts';
import type { Workspace } from './workspace.ts';

/** Fires what is due at or before `until`, in order, each with its due time as `now`. */
export function fireTimers(work: Workspace, until: Instant, policy: Policy): void {
  for (let timer = work.timers.takeDue(until); timer; timer = work.timers.takeDue(until)) {
    work.now = timer.dueAt;
    work.failures.begin();
    try {
      fire(work, timer, policy);
    } catch (error) {
      // A timer that cannot be fired must not hold up everything behind it.
      work.failures.note(null, ruleFailure(timer.kind, error));
      sayDropped(work, timer, error);
    }
  }
  work.timers.putOff(until);
  work.now = until;
  work.failures.begin();
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
      return endWait(work, timer, policy);
    case 'calm':
      return incident ? calmDown(work, incident, policy) : undefined;
    case 'repeat':
      return incident ? repeat(work, timer, incident, policy) : undefined;
    case 'late_firing':
      return fireLate(work, timer, incident, policy);
    case 'unmute':
      return incident ? unmute(work, incident, timer, policy) : undefined;
    case 'second_sign':
      return incident ? releaseBySecondSign(work, incident, policy) : undefined;
    case 'reopened':
      return incident ? releaseReopened(work, incident, policy) : undefined;
    case 'raised':
      return incident ? tellUnheard(work, incident, 'urgency_raised', policy) : undefined;
    case 'awake':
      return incident ? weighAgain(work, incident, policy) : undefined;
    case 'throttle':
      return tellDigest(work, timer, policy);
    case 'digest':
      return endDigest(work, timer, policy);
    case 'hold':
      return endHold(work, timer, policy);
    case 'rescan':
      return rescan(work, timer, policy);
    case 'release':
      return release(work, timer, policy);
    case 'expiry':
      return expire(work, timer, policy);
    case 'silence_end':
      return endSilence(work, timer);
    case 'silence_idle':
      return checkIdle(work, timer, policy);
    case 'heartbeat':
      return reportAbsence(work, timer, policy);
    case 'alarm_expiry':
      return incident && timer.fingerprint ? endAlarm(work, incident, timer.fingerprint, policy) : undefined;
  }
}

function fireLate(work: Workspace, timer: Timer, incident: Incident | null, policy: Policy): void {
  const { integration, fingerprint } = timer;
  if (integration === null || fingerprint === null) return;
  const last = work.episode(alertKey({ integration, fingerprint }));
  if (last?.status !== 'resolved') return;
  const changes = new Changes();
  const severity = severityOf(labelValue(last.labels, 'severity'), policy.severities);
  fireAgain(work, changes, last, { severity, group: groupOfEpisode(last, severity, incident, policy) }, policy);
  // It was counted as a duplicate when it came; now it is told.
  count(work.counts, 'duplicate', -changes.all().length);
  concludeAll(work, changes, policy);
}
