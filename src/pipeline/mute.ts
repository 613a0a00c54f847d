import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { armUnmute } from './armUnmute.ts';
import type { Judged, Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { nameIncident } from './nameIncident.ts';
import { quietNow } from './route/quietNow.ts';
import { routeAlert } from './routeAlert.ts';
import { addTargets, hasHeard, listens, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * The targets that hear nothing of these alerts at this hour, and timers for when they may; and those that are left to
 * `lookAtRest`. Whoever takes none of these alerts hears of the incident because of others in it: nothing either, where those are
 * to be told nothing now. Of an incident in which more than `atMost` fire, who may be muted is.
 */
export function muted(
  work: Workspace,
  incident: Incident,
  routed: readonly Routed[],
  policy: Policy,
  atMost = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  const ownTold = toldIn(routed);
  const own = mutesIn(routed, ownTold);
  const named = new Set([...ownTold, ...own.targets]);
  const quiet = quietNow(policy, incident.urgency, work.now);
  const asked = incident.targets.filter(
    (place) => quiet.has(place.target) && !named.has(place.target) && listens(place, incident),
  );
  const others = mutesElsewhere(work, incident, new Set(asked.map(({ target }) => target)), policy, atMost);
  armUnmute(work, incident.number, [...own.ends, ...others.ends]);
  return new Set([...own.targets, ...others.targets, ...leftToOthers(incident, ownTold)]);
}

/**
 * Who is told only of what is this urgent, has not heard of it, and is named by other alerts only: those know whether it is his hour, and
 * are looked at by themselves (`lookAtRest`).
 */
function leftToOthers({ targets }: Incident, told: ReadonlySet<string>): string[] {
  return targets.flatMap((place) => (!place.only || hasHeard(place) || told.has(place.target) ? [] : [place.target]));
}

interface Mutes {
  readonly targets: readonly string[];
  readonly ends: readonly Instant[];
}

function toldIn(routed: readonly Routed[]): ReadonlySet<string> {
  return new Set(routed.flatMap(({ targets }) => targets));
}

function mutesIn(routed: readonly Routed[], told: ReadonlySet<string>): Mutes {
  const mutes = routed.flatMap(({ muted }) => muted ?? []);
  return {
    targets: mutes.flatMap(({ targets }) => targets).filter((target) => !told.has(target)),
    ends: mutes.map(({ until }) => until).filter((until) => until !== null),
  };
}

/** Of these targets those that only alerts name which are not told there now, by everything that fires in it and is not held but by the hour. */
function mutesElsewhere(
  work: Workspace,
  { number, urgency, firing }: Incident,
  asked: ReadonlySet<string>,
  policy: Policy,
  atMost: number,
): Mutes {
  // Their own alerts have set the timers.
  if (asked.size === 0 || firing > atMost) return { targets: [...asked], ends: [] };
  work.whole.need(number);
  const open = new Set(asked);
  const silent = new Set<string>();
  const ends: Instant[] = [];
  for (const episode of work.firingIn(number)) {
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const { targets, muted } = routeAlert(episode, severity, policy, urgency, work.now);
    const isAsked = (target: string): boolean => open.has(target);
    if (!targets.some(isAsked) && !muted?.targets.some(isAsked)) continue;
    if (!isFreeByDay(judgeAlert(work, episode, severity, policy))) continue;
    const told = targets.filter(isAsked);
    const kept = muted?.targets.filter(isAsked) ?? [];
    for (const target of told) open.delete(target);
    if (open.size === 0) break;
    for (const target of kept) silent.add(target);
    if (kept.length > 0 && muted && muted.until !== null) ends.push(muted.until);
  }
  return { targets: [...silent].filter((target) => open.has(target)), ends };
}

function isFreeByDay({ held }: Judged): boolean {
  return held === null || held.by === 'mute_time';
}

/**
 * An hour began at which more receivers are told: they hear of what still fires, and nobody else does. When it began is in the timer's
 * key, as that may come later.
 */
export function unmute(work: Workspace, incident: Incident, { key, dueAt }: Timer, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  const end = Math.min(dueAt, Number(key.split(':')[2] ?? dueAt));
  const firing = holdHidden(work, incident, end, policy).map((episode) => ({
    episode,
    severity: severityOf(labelValue(episode.labels, 'severity'), policy.severities),
  }));
  const at = (now: number): Routed[] =>
    firing.map(({ episode, severity }) => routeAlert(episode, severity, policy, incident.urgency, now));
  const routed = at(work.now);
  const before = at(end - 1);
  const after = at(end);
  // Of each alert by itself: who heard of another one here has not heard of this one.
  const fresh = routed.flatMap(({ targets }, i) => targets.filter((target) => isFresh(before[i], after[i], target)));
  const still = muted(work, incident, routed, policy);
  if (fresh.length === 0) return;
  const named = firing.flatMap((each, i) => (routed[i] ? [{ ...each, route: () => routed[i] as Routed }] : []));
  nameIncident(work, incident, named);
  // Where it was never told, the message itself says all.
  const isKnown = incident.targets.some(({ target }) => fresh.includes(target));
  addTargets(work, incident, fresh, policy);
  const others = incident.targets.map(({ target }) => target).filter((target) => !fresh.includes(target));
  const text = `Still firing, and its hour has come: ${incident.title}`;
  const reason = isKnown ? 'released' : 'first';
  const { silent } = throttle(work, incident, reason, new Set([...others, ...still]), policy);
  tell(work, incident, reason, text, policy, silent);
}

/** It is his hour, and right before that it was not. */
function isFresh(before: Routed | undefined, after: Routed | undefined, target: string): boolean {
  return after?.targets.includes(target) === true && !before?.targets.includes(target);
}

/** What nothing holds yet, but for what rules hold by now: it was told elsewhere, and is told here when they let go. */
function holdHidden(work: Workspace, incident: Incident, end: Instant, policy: Policy): Episode[] {
  return work.firingIn(incident.number).filter((episode) => {
    if (episode.held) return false;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const before = routeAlert(episode, severity, policy, incident.urgency, end - 1);
    const after = routeAlert(episode, severity, policy, incident.urgency, end);
    const judged = judgeAlert(work, episode, severity, policy);
    const { held } = judged;
    if (!held || !after.targets.some((target) => isFresh(before, after, target))) return true;
    // In another group's incident it was counted as what joined that.
    count(work.counts, episode.group === incident.groupKey ? 'notified' : 'joined', -1);
    holdBack(work, incident, episode, held, traceOf(judged, incident));
    return false;
  });
}
