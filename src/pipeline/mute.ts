import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident, IncidentTarget } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { firingNow } from './firingNow.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { hasHours } from './mayHide.ts';
import { routeAlert } from './routeAlert.ts';
import { addTargets, hasHeard, listens, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * The targets that hear nothing of these alerts at this hour, and a timer for when they may; and those that are left to
 * `lookAtRest`. Whoever takes none of these alerts hears
 * of the incident because of others in it: nothing either, where those are to be told nothing now.
 */
export function muted(work: Workspace, incident: Incident, routed: readonly Routed[], policy: Policy): ReadonlySet<string> {
  const ownTold = toldIn(routed);
  const own = mutesIn(routed, ownTold);
  const named = new Set([...ownTold, ...own.targets]);
  const isOthers = (place: IncidentTarget): boolean => !named.has(place.target) && listens(place, incident);
  const isAsked = hasHours(policy) && incident.targets.some(isOthers);
  const others = isAsked ? mutesElsewhere(work, incident, policy) : NO_MUTES;
  const ends = [...own.ends, ...others.ends];
  if (ends.length > 0) {
    const key = `unmute:${incident.number}`;
    const dueAt = Math.min(...ends);
    work.setTimer({ key, kind: 'unmute', dueAt, incident: incident.number, integration: null, fingerprint: null });
  }
  const silent = [...own.targets, ...others.targets.filter((target) => !named.has(target))];
  return new Set([...silent, ...leftToOthers(incident, ownTold)]);
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

const NO_MUTES: Mutes = { targets: [], ends: [] };

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

/** By everything that fires in it and is not held but by the hour. */
function mutesElsewhere(work: Workspace, incident: Incident, policy: Policy): Mutes {
  const free = firingNow(work, incident, policy).filter(({ held }) => held === null || held.by === 'mute_time');
  const routed = free.map(({ route }) => route(incident.urgency));
  return mutesIn(routed, toldIn(routed));
}

/** An hour begins at which more receivers are told: they hear of what still fires, and nobody else does. */
export function unmute(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  const firing = holdHidden(work, incident, policy);
  const at = (now: number): Routed[] =>
    firing.map(({ labels }) => {
      const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
      return routeAlert({ labels }, severity, policy, incident.urgency, now);
    });
  const routed = at(work.now);
  const before = at(work.now - 1);
  // Of each alert by itself: who heard of another one here has not heard of this one.
  const fresh = routed.flatMap(({ targets }, i) => targets.filter((target) => !before[i]?.targets.includes(target)));
  const still = muted(work, incident, routed, policy);
  if (fresh.length === 0) return;
  // Where it was never told, the message itself says all.
  const isKnown = incident.targets.some(({ target }) => fresh.includes(target));
  addTargets(work, incident, fresh, policy);
  const others = incident.targets.map(({ target }) => target).filter((target) => !fresh.includes(target));
  const text = `Still firing, and its hour has come: ${incident.title}`;
  const reason = isKnown ? 'released' : 'first';
  const { silent } = throttle(work, incident, reason, new Set([...others, ...still]), policy);
  tell(work, incident, reason, text, policy, silent);
}

/** What nothing holds yet, but for what rules hold by now: it was told elsewhere, and is told here when they let go. */
function holdHidden(work: Workspace, incident: Incident, policy: Policy): Episode[] {
  return work.firingIn(incident.number).filter((episode) => {
    if (episode.held) return false;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const before = routeAlert(episode, severity, policy, incident.urgency, work.now - 1);
    const after = routeAlert(episode, severity, policy, incident.urgency, work.now);
    const judged = judgeAlert(work, episode, severity, policy);
    const { held } = judged;
    if (!held || !after.targets.some((target) => !before.targets.includes(target))) return true;
    // In another group's incident it was counted as what joined that.
    count(work.counts, episode.group === incident.groupKey ? 'notified' : 'joined', -1);
    holdBack(work, incident, episode, held, traceOf(judged, incident));
    return false;
  });
}
