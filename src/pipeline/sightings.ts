import { alertKey, type Episode } from '../alert/alert.ts';
import { episodeOf } from '../alert/episodeOf.ts';
import { beat, keepQuiet, noBeat } from './beat.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { concludeAll } from './concludeAll.ts';
import { countSources } from './countSources.ts';
import { endEpisode } from './endEpisode.ts';
import type { Entry, Sighted } from './entry.ts';
import { keepExpiry } from './expiry.ts';
import { flap } from './flap.ts';
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
  for (const sighted of sourcesFirst(work, entry.alerts, policy)) {
    count(work.counts, 'received');
    see(work, changes, sighted, policy);
    keepExpiry(work, sighted.alert);
    for (const number of placesOf(work, sighted)) touched.add(number);
  }
  for (const number of touched) noteTruncation(work, changes, number, entry);
  concludeAll(work, changes, policy);
}

/** What inhibits others is seen before them, in whatever order a webhook has them. */
function sourcesFirst(work: Workspace, alerts: readonly Sighted[], policy: Policy): readonly Sighted[] {
  const isSource = ({ alert, severity }: Sighted): boolean =>
    inhibitRoles(alert.labels, severity, policy).some((role) => role.isSource);
  const sources = work.failures.ask('inhibit', null, [], () => alerts.filter(isSource));
  if (sources.length === 0) return alerts;
  const first = new Set(sources);
  return [...first, ...alerts.filter((each) => !first.has(each))];
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
  const { alert, heartbeat } = sighted;
  const last = work.episode(alertKey(alert));
  const sighting = dedup(alert, last, work.now);
  for (const failure of sighted.failed ?? []) work.failures.note(alert, failure);
  if (heartbeat && alert.status === 'firing') beat(work, heartbeat, policy);
  switch (sighting.is) {
    case 'new':
      return seeNew(work, changes, sighted, sighting, policy);
    case 'repeat':
      return seeRepeat(work, changes, sighted, last as Episode, sighting, policy);
    case 'late_firing':
      return seeLateFiring(work, changes, sighted, last as Episode, sighting.again, policy);
    case 'resolved':
      count(work.counts, 'resolved');
      endEpisode(work, changes, last as Episode, alert, policy);
      return heartbeat && noBeat(work, last as Episode, heartbeat);
    case 'old_resolve':
      count(work.counts, 'duplicate');
      return work.clearTimer(lateFiringKey(alert));
    case 'unseen_resolve':
      count(work.counts, 'resolved');
      if (last) retireEnded(work, last);
      work.putEpisode({
        ...episodeOf(alert, sighted.group.key, work.now),
        status: 'resolved',
        endsAt: alert.endsAt,
        resolvedAt: work.now,
      });
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
  const { alert, group, severity, heartbeat } = sighted;
  if (sighting.ends) endEpisode(work, changes, sighting.ends, { endsAt: alert.startsAt }, policy);
  const ended = work.episode(alertKey(alert));
  if (ended) retireEnded(work, ended);
  const before = ended && { incident: ended.incident, status: 'resolved' as const };
  const episode = episodeOf(alert, group.key, work.now);
  countSources(work, episode, severity, policy);
  if (heartbeat) return keepQuiet(work, episode, heartbeat, severity, policy);
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
  const { alert, group, severity, heartbeat } = sighted;
  if (sighting.alias || sighting.changed) {
    const aliases = sighting.alias ? [...last.aliases, sighting.alias].slice(-5) : last.aliases;
    const { labels, masked = null, annotations, generatorUrl } = alert;
    work.putEpisode({ ...last, aliases, labels, masked, annotations, generatorUrl });
  }
  const isNews = !heartbeat && (wasHeartbeat(last) || isOverdue(work, last, policy));
  if (!isNews || (last.held && judgeAlert(work, last, severity, policy).held)) return count(work.counts, 'duplicate');
  const episode = { ...(work.episode(alertKey(alert)) as Episode) };
  letGo(work, episode, 'ended');
  const before = { incident: last.incident, status: 'firing' as const };
  arrive(work, changes, { episode, choice: group, severity, before }, policy);
}

/** Every other alert that fires has its incident: the heartbeat that it was is not configured any more. */
function wasHeartbeat(last: Episode): boolean {
  return last.incident === null;
}

/** A person resolved the incident, and for `repeat_interval` since its alerts have gone on firing. */
function isOverdue(work: Workspace, last: Episode, policy: Policy): boolean {
  const incident = last.incident === null ? null : work.incident(last.incident);
  if (incident?.status !== 'resolved' || incident.resolvedAt === null) return false;
  return work.now - incident.resolvedAt >= policy.repeatIntervalMs;
}

function seeLateFiring(work: Workspace, changes: Changes, sighted: Sighted, last: Episode, again: boolean, policy: Policy): void {
  const { alert, heartbeat } = sighted;
  if (heartbeat && again) {
    const episode: Episode = { ...last, status: 'firing', endsAt: null, resolvedAt: null };
    return keepQuiet(work, episode, heartbeat, sighted.severity, policy);
  }
  if (!again) {
    count(work.counts, 'duplicate');
    if (heartbeat) return;
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
  if (arriving.before?.status !== 'firing') flap(work, episode, 1, policy);
  const judged = judgeAlert(work, episode, severity, policy);
  const sign = signOf(episode, severity, policy, work.now, work.failures);
  if (!judged.held || !IS_EXPECTED.has(judged.held.by)) countTowardsStorm(work, episode, policy);
  admit(work, changes, { ...arriving, judged, sign }, policy);
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
