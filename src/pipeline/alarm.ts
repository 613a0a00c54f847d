import { createHash } from 'node:crypto';
import { alertKey, type Episode } from '../alert/alert.ts';
import { episodeOf } from '../alert/episodeOf.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import { timestampOf } from '../alert/timestamp.ts';
import type { Incident, Urgency } from '../incident/incident.ts';
import { raiseUrgency, resolve } from '../incident/transitions.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { endEpisode } from './endEpisode.ts';
import { admit } from './group/admit.ts';
import { CONSOLE_OF_LAST_RESORT, OWN_INTEGRATION, type Target } from './policy.ts';
import { saySolved } from './saySolved.ts';
import { addTargets, tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** An alarm is over when its cause has not been seen for so long. */
const ALARM_LASTS_MS = 3_600_000;
/** More dead letters of a target are told, but not each of a flood. */
const TOLD_APART_MS = 60_000;
const NOTED_APART_MS = 60_000;
const NO_MORE = 'it has not happened again for an hour';

/** A trouble of Tocsin's own that a person must hear of. */
export interface Alarm {
  readonly labels: Labels;
  readonly summary: string;
  readonly severity: Severity;
  /** The target in trouble, which the alarm must not take. */
  readonly troubled: string | null;
  /** The incident that was not told, whose other targets can take the alarm. */
  readonly incident: number | null;
  /** It wakes nobody before it has gone on for so long; until then it is of low urgency. */
  readonly wakesAfterMs?: number;
  /** Set where it is for these targets alone. Then somebody else ends it, too. */
  readonly onlyFor?: { readonly targets: readonly Target[]; readonly urgency: Urgency };
}

/** The group of an alarm: the same trouble is one incident however often it is seen. */
export function alarmGroup(alarm: Alarm): string {
  return createHash('sha256')
    .update(`alarm\u001f${fingerprint(alarm.labels)}`)
    .digest('hex')
    .slice(0, 32);
}

export function raiseAlarm(work: Workspace, alarm: Alarm, policy: Policy): void {
  const mark = fingerprint(alarm.labels);
  const key = alertKey({ integration: OWN_INTEGRATION, fingerprint: mark });
  const group = { key: alarmGroup(alarm), labels: alarm.labels, groupWaitMs: 0, reopenWindowMs: 0, rule: null };
  const open = work.incidentOfGroup(group.key);
  if (open && open.status !== 'resolved') return seenAgain(work, open, alarm, mark, policy);
  retireLast(work, key, policy);
  const changes = new Changes();
  const urgency = alarm.onlyFor?.urgency ?? (alarm.severity === 'info' || alarm.wakesAfterMs ? 'low' : 'high');
  const chosen = alarm.onlyFor?.targets ?? alarmTargets(work, alarm, policy);
  // What nobody of them takes is shown somewhere all the same.
  const isShown = alarm.onlyFor !== undefined || chosen.some(({ urgencies }) => urgencies.includes(urgency));
  const targets = (isShown ? chosen : [...chosen, CONSOLE_OF_LAST_RESORT]).map(({ id }) => id);
  const because = 'an alarm of Tocsin itself';
  const judged = { held: null, basis: null, route: () => ({ receivers: [], targets, muted: null, because }) };
  const { severity } = alarm;
  const sign = {
    alertname: alarm.labels.alertname ?? '',
    host: null,
    service: null,
    team: null,
    cluster: null,
    kind: 'unknown' as const,
    at: work.now,
  };
  const arriving = { episode: ownEpisode(alarm, mark, work.now), choice: group, severity, judged, sign, before: null };
  admit(work, changes, arriving, policy);
  for (const { incident, admitted } of changes.all()) {
    Object.assign(incident, { alarm: true, urgency });
    addTargets(work, incident, targets, policy);
    for (const { episode } of admitted) work.judge(episode, { do: 'notify', reason: 'first', because });
    saySummary(work, incident, alarm);
    tell(work, incident, 'first', alarm.summary, policy);
    if (!alarm.onlyFor) expectMore(work, incident, mark);
  }
}

/** The same trouble while its alarm is open: one more line of its story, and of a digest everybody hears what it holds. */
function seenAgain(work: Workspace, open: Incident, alarm: Alarm, mark: string, policy: Policy): void {
  if (work.entry.kind === 'webhook' && !isWorthALine(work, open)) return;
  saySummary(work, open, alarm);
  if (alarm.wakesAfterMs && open.urgency === 'low' && work.now - open.createdAt >= alarm.wakesAfterMs) {
    raiseUrgency(open, work.now);
    tell(work, open, 'urgency_raised', `It goes on: ${alarm.summary}`, policy);
  }
  const isNews = work.entry.kind === 'deliveries_superseded' || work.entry.kind === 'delivery_dead';
  const isSoon = open.notifiedAt !== null && work.now - open.notifiedAt < TOLD_APART_MS;
  if (isNews && (!isSoon || work.entry.kind === 'deliveries_superseded')) tell(work, open, 'new_alerts', alarm.summary, policy);
  expectMore(work, open, mark);
}

/** A sender may go on with every webhook that it sends: not each of them is written down. */
function isWorthALine(work: Workspace, open: Incident): boolean {
  if (open.signs.some(({ at }) => work.now - at < NOTED_APART_MS)) return false;
  open.signs = open.signs.map((sign) => ({ ...sign, at: work.now }));
  work.touch(open);
  return true;
}

/** A person may have resolved the last alarm of this trouble while its alert still stood. */
function retireLast(work: Workspace, key: string, policy: Policy): void {
  const last = work.episode(key);
  if (!last) return;
  if (last.status === 'firing') endEpisode(work, new Changes(), last, { endsAt: timestampOf(work.now) }, policy);
  if (last.incident !== null) work.clearTimer(expiryKey(last.incident));
  work.retire(work.episode(key) ?? last);
}

function saySummary(work: Workspace, incident: Incident, alarm: Alarm): void {
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'status',
    actor: 'tocsin',
    source: 'rule',
    text: alarm.summary,
    data: { ...alarm.labels },
  });
}

/** The alarm resolves by itself: by default because there was no more of it for an hour. */
export function endAlarm(work: Workspace, incident: Incident, mark: string, policy: Policy, why = NO_MORE): void {
  const last = work.episode(alertKey({ integration: OWN_INTEGRATION, fingerprint: mark }));
  if (last?.status === 'firing') endEpisode(work, new Changes(), last, { endsAt: timestampOf(work.now) }, policy);
  if (!resolve(incident, 'alerts', work.now)) return;
  work.touch(incident);
  saySolved(work, incident, why);
  tell(work, incident, 'resolved', `Resolved: #${incident.number}: ${why}`, policy);
}

function expectMore(work: Workspace, incident: Incident, mark: string): void {
  const key = expiryKey(incident.number);
  const dueAt = work.now + ALARM_LASTS_MS;
  work.setTimer({ key, kind: 'alarm_expiry', dueAt, incident: incident.number, integration: OWN_INTEGRATION, fingerprint: mark });
}

function expiryKey(incident: number): string {
  return `alarm_expiry:${incident}`;
}

/**
 * Who hears of it: `alarm_receiver`; without one the incident's other targets; where those are in the same trouble every
 * PagerDuty target of another key; at last the console. What is told as information only is not put on PagerDuty.
 */
function alarmTargets(work: Workspace, alarm: Alarm, policy: Policy): readonly Target[] {
  const troubled = alarm.troubled === null ? null : (policy.targets.get(alarm.troubled) ?? null);
  const usable = (target: Target): boolean =>
    target.id !== alarm.troubled &&
    !(troubled && target.notifier === troubled.notifier && target.account === troubled.account) &&
    !(alarm.severity === 'info' && target.notifier === 'pagerduty');
  const own = policy.alarmReceiver === null ? [] : (policy.receivers.get(policy.alarmReceiver)?.targets ?? []);
  const incident = alarm.incident === null ? null : work.incident(alarm.incident);
  const others = (incident?.targets ?? []).flatMap(({ target }) => policy.targets.get(target) ?? []);
  const pagers = [...policy.targets.values()].filter((target) => target.notifier === 'pagerduty');
  const choices = policy.alarmReceiver === null ? [others, pagers] : [own, pagers];
  for (const choice of choices) {
    const left = choice.filter(usable);
    if (left.length > 0) return left;
  }
  return [CONSOLE_OF_LAST_RESORT];
}

function ownEpisode(alarm: Alarm, mark: string, now: number): Episode {
  const { labels, summary } = alarm;
  const alert = { integration: OWN_INTEGRATION, fingerprint: mark, startsAt: timestampOf(now) };
  return episodeOf({ ...alert, labels, annotations: { summary }, generatorUrl: '' }, '', now);
}
