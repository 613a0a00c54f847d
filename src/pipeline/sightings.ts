import { type Alert, alertKey, type Episode } from '../alert/alert.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import { countSources, uncountSources } from './countSources.ts';
import type { Entry, Sighted } from './entry.ts';
import { flip } from './flap.ts';
import { admit } from './group/admit.ts';
import type { Arriving } from './group/arriving.ts';
import { dedup, LATE_FIRING_MS, type Sighting } from './group/dedup.ts';
import { countTowardsStorm } from './group/gather.ts';
import { letGo } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import { signOf } from './signOf.ts';
import type { Workspace } from './workspace.ts';

type WebhookEntry = Extract<Entry, { kind: 'webhook' }>;

/** A webhook's alerts, one by one through dedup, group and route; then each incident they touched is concluded once. */
export function decideWebhook(work: Workspace, entry: WebhookEntry, policy: Policy): void {
  const changes = new Changes();
  const touched = new Set<number>();
  for (const { index, error } of entry.rejected) work.reject(entry.integration, `alert ${index}: ${error}`);
  for (const sighted of sourcesFirst(entry.alerts, policy)) {
    count(work.counts, 'received');
    see(work, changes, sighted, policy);
    for (const number of placesOf(work, sighted)) touched.add(number);
  }
  for (const number of touched) noteTruncation(work, changes, number, entry);
  for (const change of changes.all()) conclude(work, change, policy);
}

/** What inhibits others is seen before them, in whatever order a webhook has them. */
function sourcesFirst(alerts: readonly Sighted[], policy: Policy): readonly Sighted[] {
  if (policy.inhibitRules.length === 0) return alerts;
  const isSource = ({ alert, severity }: Sighted): boolean =>
    inhibitRoles(alert.labels, severity, policy).some((role) => role.isSource);
  const sources = new Set(alerts.filter(isSource));
  return [...sources, ...alerts.filter((each) => !sources.has(each))];
}

/**
 * The incidents that a webhook speaks of with this alert: its own, and the open one of its group, because the end of an alert that
 * had been left out (`max_alerts`) belongs to no incident.
 */
function placesOf(work: Workspace, { alert, group }: Sighted): number[] {
  const own = work.episode(alertKey(alert))?.incident;
  const ofGroup = work.incidentOfGroup(group.key)?.number;
  return [own, ofGroup].filter((number) => number !== null && number !== undefined);
}

function see(work: Workspace, changes: Changes, sighted: Sighted, policy: Policy): void {
  const { alert } = sighted;
  const last = work.episode(alertKey(alert));
  const sighting = dedup(alert, last, work.now);
  switch (sighting.is) {
    case 'new':
      return seeNew(work, changes, sighted, sighting, policy);
    case 'repeat':
      return seeRepeat(work, changes, sighted, last as Episode, sighting, policy);
    case 'late_firing':
      return seeLateFiring(work, changes, sighted, last as Episode, sighting.again, policy);
    case 'resolved':
      count(work.counts, 'resolved');
      return endEpisode(work, changes, last as Episode, alert);
    case 'old_resolve':
      count(work.counts, 'duplicate');
      return work.clearTimer(lateFiringKey(alert));
    case 'unseen_resolve':
      count(work.counts, 'resolved');
      if (last) retireEnded(work, last);
      work.putEpisode({ ...newEpisode(alert, work.now), status: 'resolved', endsAt: alert.endsAt, resolvedAt: work.now });
      return work.judge(work.episode(alertKey(alert)) as Episode, {
        do: 'resolve',
        because: 'its firing was never announced, so there is nothing to close',
      });
  }
}

function seeNew(
  work: Workspace,
  changes: Changes,
  sighted: Sighted,
  sighting: Extract<Sighting, { is: 'new' }>,
  policy: Policy,
): void {
  const { alert, group, severity } = sighted;
  if (sighting.ends) endEpisode(work, changes, sighting.ends, { endsAt: alert.startsAt });
  const ended = work.episode(alertKey(alert));
  if (ended) retireEnded(work, ended);
  const before = ended && { incident: ended.incident, status: 'resolved' as const };
  const episode = newEpisode(alert, work.now);
  countSources(work, episode, severity, policy);
  arrive(work, changes, { episode, choice: group, severity, before }, policy);
}

function seeRepeat(
  work: Workspace,
  changes: Changes,
  sighted: Sighted,
  last: Episode,
  sighting: Extract<Sighting, { is: 'repeat' }>,
  policy: Policy,
): void {
  const { alert, group, severity } = sighted;
  if (sighting.alias || sighting.changed) {
    const aliases = sighting.alias ? [...last.aliases, sighting.alias].slice(-5) : last.aliases;
    work.putEpisode({ ...last, aliases, labels: alert.labels, annotations: alert.annotations, generatorUrl: alert.generatorUrl });
  }
  if (last.held || !isOverdue(work, last, policy)) return count(work.counts, 'duplicate');
  const episode = { ...(work.episode(alertKey(alert)) as Episode) };
  const before = { incident: last.incident, status: 'firing' as const };
  arrive(work, changes, { episode, choice: group, severity, before }, policy);
}

/** A person resolved the incident, and for `repeat_interval` since its alerts have gone on firing. */
function isOverdue(work: Workspace, last: Episode, policy: Policy): boolean {
  const incident = last.incident === null ? null : work.incident(last.incident);
  if (incident?.status !== 'resolved' || incident.resolvedAt === null) return false;
  return work.now - incident.resolvedAt >= policy.repeatIntervalMs;
}

function seeLateFiring(work: Workspace, changes: Changes, sighted: Sighted, last: Episode, again: boolean, policy: Policy): void {
  const { alert } = sighted;
  if (!again) {
    count(work.counts, 'duplicate');
    const { integration, fingerprint } = alert;
    // Counted from the end of it, so that no repeat puts it off.
    const dueAt = (last.resolvedAt ?? work.now) + LATE_FIRING_MS;
    work.setTimer({ key: lateFiringKey(alert), kind: 'late_firing', dueAt, incident: last.incident, integration, fingerprint });
    return;
  }
  fireAgain(work, changes, last, sighted, policy);
}

/** An episode that had ended fires after all. */
export function fireAgain(
  work: Workspace,
  changes: Changes,
  last: Episode,
  sighted: Pick<Sighted, 'group' | 'severity'>,
  policy: Policy,
): void {
  const { group, severity } = sighted;
  const before = last.incident === null ? null : { incident: last.incident, status: 'resolved' as const };
  const episode: Episode = { ...last, status: 'firing', endsAt: null, resolvedAt: null };
  work.clearTimer(lateFiringKey(last));
  countSources(work, episode, severity, policy);
  arrive(work, changes, { episode, choice: group, severity, before }, policy);
}

/** What a person has silenced or announced is no news. */
const IS_EXPECTED: ReadonlySet<string> = new Set(['silence', 'maintenance']);

function arrive(work: Workspace, changes: Changes, arriving: Omit<Arriving, 'judged' | 'sign'>, policy: Policy): void {
  const { episode, severity } = arriving;
  const judged = judgeAlert(work, episode, severity, policy);
  const sign = signOf(episode, severity, policy, work.now);
  const isNews = !judged.held || !IS_EXPECTED.has(judged.held.by);
  if (isNews) countTowardsStorm(work, episode, policy);
  const { change, begins, joined } = admit(work, changes, { ...arriving, judged, sign }, policy);
  if (begins && isNews && !joined && flip(work, change.incident, policy)) change.flips = true;
}

/** The end of an episode, announced or implied; its incident is concluded with the entry. */
export function endEpisode(work: Workspace, changes: Changes, last: Episode, end: { endsAt: string | null }): void {
  const episode: Episode = { ...last, status: 'resolved', endsAt: end.endsAt, resolvedAt: work.now };
  letGo(work, episode, 'ended');
  uncountSources(work, episode);
  work.putEpisode(episode);
  const incident = episode.incident === null ? null : work.incident(episode.incident);
  if (!incident) return;
  incident.firing -= 1;
  incident.resolved += 1;
  work.touch(incident);
  changes.of(incident).ended.push(episode);
}

/** Another episode follows: a late word of this one is of no interest any more. */
function retireEnded(work: Workspace, last: Episode): void {
  work.retire(last);
  work.clearTimer(lateFiringKey(last));
}

function noteTruncation(work: Workspace, changes: Changes, number: number, entry: WebhookEntry): void {
  const incident = work.incident(number);
  if (!incident || incident.status === 'resolved') return;
  if ((incident.truncated[entry.senderGroup] ?? 0) === entry.truncated) return;
  const { [entry.senderGroup]: _, ...others } = incident.truncated;
  incident.truncated = entry.truncated > 0 ? { ...others, [entry.senderGroup]: entry.truncated } : others;
  work.touch(incident);
  changes.of(incident);
}

export function lateFiringKey(alert: { integration: string; fingerprint: string }): string {
  return `late_firing:${alertKey(alert)}`;
}

function newEpisode(alert: Alert, now: number): Episode {
  const { integration, fingerprint, startsAt, labels, annotations, generatorUrl } = alert;
  return {
    integration,
    fingerprint,
    startsAt,
    aliases: [],
    status: 'firing',
    labels,
    annotations,
    generatorUrl,
    endsAt: null,
    receivedAt: now,
    resolvedAt: null,
    incident: null,
    held: null,
    sources: [],
  };
}
