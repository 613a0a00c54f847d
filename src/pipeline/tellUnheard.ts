import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident, IncidentTarget } from '../incident/incident.ts';
import type { Judged, Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { judgeAlert } from './judgeAlert.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import { addRoutes, hasHeard, listens, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import { traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

const LOOK_AGAIN_MS = 600_000;
const SINCE = { reopened: 'its incident is open again', urgency_raised: 'its incident is urgent now' } as const;

/**
 * Tells those who take what fires in an incident as urgent as it is now, and have not heard of it since it was opened: at once, or
 * when their hour has come. All of the incident is loaded.
 */
export function tellUnheard(work: Workspace, incident: Incident, reason: 'reopened' | 'urgency_raised', policy: Policy): void {
  if (incident.status !== 'triggered' || incident.waiting > 0) return;
  const judged = work.firingIn(incident.number).map((episode) => {
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const said = judgeAlert(work, episode, severity, policy);
    return { ...said, episode, routed: said.route(incident.urgency) };
  });
  const free = judged.filter(({ held, episode }) => !held && !episode.held);
  const heard = new Set(incident.targets.filter(hasHeard).map(({ target }) => target));
  tellLater(work, incident, judged, heard);
  if (free.length === 0) return;
  addRoutes(work, incident, free, policy);
  const later = muted(
    work,
    incident,
    free.map(({ routed }) => routed),
  );
  const isOwed = (place: IncidentTarget): boolean =>
    listens(place, incident) && !hasHeard(place) && !place.withheld && !later.has(place.target);
  const owed = new Set(incident.targets.filter(isOwed).map(({ target }) => target));
  if (owed.size === 0) return;
  const unheard = free.filter(({ routed }) => routed.targets.some((target) => owed.has(target)));
  const { silent } = throttle(work, incident, reason, new Set([...heard, ...later]), policy);
  for (const each of unheard) {
    if (each.routed.targets.every((target) => silent.has(target))) continue;
    const because = `${SINCE[reason]}, for who has not heard of it: ${each.routed.because}`;
    work.judge(each.episode, { do: 'notify', reason, because }, traceOf(each, incident));
  }
  tell(work, incident, reason, `Still firing: ${listAlerts(unheard.map(({ episode }) => episode))}`, policy, silent);
}

/** What was told before it was silenced is not told again while that lasts: who has not heard of it is told then. */
function tellLater(
  work: Workspace,
  { number }: Incident,
  judged: readonly (Pick<Judged, 'held'> & { readonly episode: Episode; readonly routed: Routed })[],
  heard: ReadonlySet<string>,
): void {
  const quiet = judged.filter(
    ({ held, episode, routed }) => held && !episode.held && routed.targets.some((id) => !heard.has(id)),
  );
  if (quiet.length === 0) return;
  const ends = quiet.map(({ held }) => held?.until ?? Number.POSITIVE_INFINITY);
  const dueAt = Math.min(work.now + LOOK_AGAIN_MS, ...ends);
  work.setTimer({ key: `raised:${number}`, kind: 'raised', dueAt, incident: number, integration: null, fingerprint: null });
}
