import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { holdBack } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { routeAlert } from './routeAlert.ts';
import { addTargets, hasHeard, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

/** The targets that hear nothing of these alerts at this hour, and a timer for when they may; and those that are left to `lookAtRest`. */
export function muted(work: Workspace, incident: Incident, routed: readonly Routed[]): ReadonlySet<string> {
  const told = new Set(routed.flatMap(({ targets }) => targets));
  const mutes = routed.flatMap((each) => each.muted ?? []);
  const ends = mutes.map(({ until }) => until).filter((until) => until !== null);
  if (ends.length > 0) {
    const key = `unmute:${incident.number}`;
    const dueAt = Math.min(...ends);
    work.setTimer({ key, kind: 'unmute', dueAt, incident: incident.number, integration: null, fingerprint: null });
  }
  const silent = mutes.flatMap(({ targets }) => targets).filter((target) => !told.has(target));
  return new Set([...silent, ...leftToOthers(incident, told)]);
}

/**
 * Who is told only of what is this urgent, has not heard of it, and is named by other alerts only: those know whether it is his hour, and
 * are looked at by themselves (`lookAtRest`).
 */
function leftToOthers({ targets }: Incident, told: ReadonlySet<string>): string[] {
  return targets.flatMap((place) => (!place.only || hasHeard(place) || told.has(place.target) ? [] : [place.target]));
}

/** An hour begins at which more receivers are told: they hear of what still fires, and nobody else does. */
export function unmute(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  const firing = holdSilenced(work, incident, policy);
  const at = (now: number): Routed[] =>
    firing.map(({ labels }) => {
      const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
      return routeAlert({ labels }, severity, policy, incident.urgency, now);
    });
  const routed = at(work.now);
  const before = at(work.now - 1);
  // Of each alert by itself: who heard of another one here has not heard of this one.
  const fresh = routed.flatMap(({ targets }, i) => targets.filter((target) => !before[i]?.targets.includes(target)));
  const still = muted(work, incident, routed);
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

/** What nothing holds yet, but for what is silenced by now: it was told elsewhere, and is told here when that ends. */
function holdSilenced(work: Workspace, incident: Incident, policy: Policy): Episode[] {
  return work.firingIn(incident.number).filter((episode) => {
    if (episode.held) return false;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const before = routeAlert(episode, severity, policy, incident.urgency, work.now - 1);
    const after = routeAlert(episode, severity, policy, incident.urgency, work.now);
    const judged = judgeAlert(work, episode, severity, policy);
    const { held } = judged;
    if (held?.by !== 'silence' || !after.targets.some((target) => !before.targets.includes(target))) return true;
    count(work.counts, 'notified', -1);
    holdBack(work, incident, episode, held, traceOf(judged, incident));
    return false;
  });
}
