import { alertKey, type Episode } from '../alert/alert.ts';
import { formatDuration } from '../alert/duration.ts';
import { episodeOf } from '../alert/episodeOf.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Instant, rfc3339, timestampOf } from '../alert/timestamp.ts';
import { resolve } from '../incident/transitions.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import { countSources } from './countSources.ts';
import type { Timer } from './decision.ts';
import { endEpisode } from './endEpisode.ts';
import type { HeartbeatSwitch } from './entry.ts';
import { admit } from './group/admit.ts';
import { knownSwitch } from './group/heartbeatSwitch.ts';
import { armHeartbeat, lastBeat } from './heartbeatTimer.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { listensSince } from './listening.ts';
import { OWN_INTEGRATION } from './policy.ts';
import { saySolved } from './saySolved.ts';
import { signOf } from './signOf.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** A heartbeat has not come in time: its absence is an alert of Tocsin's own, judged, routed and told like any other. */
export function reportAbsence(work: Workspace, timer: Timer, policy: Policy): void {
  const beatAt = lastBeat(work, timer.key, timer.dueAt);
  const found = knownSwitch(timer.key, timer.fingerprint, policy);
  if (!found) return;
  const { everyMs, graceMs } = found.heartbeat;
  const since = listensSince(work);
  const dueAt = Math.max(beatAt, since) + everyMs + graceMs;
  if (dueAt > work.now) return armHeartbeat(work, found, beatAt, dueAt);
  const last = work.episode(absenceKey(found));
  if (last?.status === 'firing') return;
  if (last) work.retire(last);
  open(work, found, whatIsMissing(found, beatAt, since), policy);
}

function open(work: Workspace, found: HeartbeatSwitch, summary: string, policy: Policy): void {
  const { heartbeat, key, mark } = found;
  const labels = absenceLabels(found);
  const alert = { integration: OWN_INTEGRATION, fingerprint: mark, startsAt: timestampOf(work.now) };
  const episode = episodeOf({ ...alert, labels, annotations: { summary }, generatorUrl: '' }, '', work.now);
  // So that the books balance, whatever the rules make of it from here on.
  count(work.counts, 'received');
  const changes = new Changes();
  const group = { key, labels: found.labels, groupWaitMs: 0, reopenWindowMs: 0, rule: null };
  countSources(work, episode, heartbeat.severity, policy);
  const { severity } = heartbeat;
  const judged = judgeAlert(work, episode, severity, policy);
  // It speaks of the way from there to here, and joins nothing else.
  const sign = { ...signOf(episode, severity, policy, work.now, work.failures), host: null, service: null };
  admit(work, changes, { episode, choice: group, severity, judged, sign, before: null }, policy);
  for (const change of changes.all()) {
    change.incident.urgency = 'high';
    conclude(work, change, policy);
  }
}

/** Ends the absence of a heartbeat, if it is missing, and the incident of it. `why` is shown to people. */
export function endAbsence(work: Workspace, absence: Episode | null, why: string, policy: Policy): void {
  if (absence?.status !== 'firing') return;
  endEpisode(work, new Changes(), absence, { endsAt: timestampOf(work.now) }, policy);
  work.judge(work.episode(alertKey(absence)) ?? absence, { do: 'resolve', because: why });
  const incident = absence.incident === null ? null : work.incident(absence.incident);
  if (!incident || incident.firing > 0 || !resolve(incident, 'alerts', work.now)) return;
  saySolved(work, incident, why);
  if (incident.notifiedAt !== null) tell(work, incident, 'resolved', `Resolved: ${why}`, policy);
}

/** The rules are other ones: what nothing would beat any more is missed no longer. */
export function endUnconfigured(work: Workspace, next: Policy, policy: Policy): void {
  for (const absence of work.firingOf(OWN_INTEGRATION)) {
    if (labelValue(absence.labels, 'heartbeat') === '' || knownSwitch(absence.labels, absence.fingerprint, next)) continue;
    endAbsence(
      work,
      absence,
      `heartbeat ${labelValue(absence.labels, 'heartbeat')} is not configured like this any more`,
      policy,
    );
  }
}

export function absenceKey({ mark }: HeartbeatSwitch): string {
  return alertKey({ integration: OWN_INTEGRATION, fingerprint: mark });
}

/** The labels by which the absence of a heartbeat is routed and judged. */
export function absenceLabels({ heartbeat, labels }: HeartbeatSwitch): Labels {
  const own = { alertname: `HeartbeatMissing-${heartbeat.name}`, severity: heartbeat.severity };
  return Object.assign(Object.create(null) as Record<string, string>, labels, own);
}

/** `watchdog (cluster=eu-1)`. */
export function switchName({ heartbeat, labels }: HeartbeatSwitch): string {
  const values = Object.keys(labels).filter((name) => name !== 'heartbeat');
  const list = values.sort().map((name) => `${name}=${labelValue(labels, name)}`);
  return list.length > 0 ? `${heartbeat.name} (${list.join(', ')})` : heartbeat.name;
}

function whatIsMissing(found: HeartbeatSwitch, beatAt: Instant, since: Instant): string {
  const { everyMs, graceMs } = found.heartbeat;
  const expected = `expected every ${formatDuration(everyMs)}, grace ${formatDuration(graceMs)}`;
  const deaf = since > beatAt ? `; Tocsin listens since ${toSeconds(since)}` : '';
  return `Heartbeat ${switchName(found)} has not come since ${toSeconds(beatAt)} (${expected}${deaf})`;
}

function toSeconds(instant: Instant): string {
  return `${rfc3339(instant).slice(0, 19)}Z`;
}
