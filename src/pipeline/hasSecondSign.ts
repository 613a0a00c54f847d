import { alertName, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import { stands } from '../incident/signs.ts';
import type { Policy } from './compilePolicy.ts';
import { firingSince } from './noise/firingSince.ts';
import { subjectOf } from './subjectOf.ts';
import type { Workspace } from './workspace.ts';

/** Whether something else says so too: another alert (by name or host) of its incident, seen within the time before or after it. */
export function hasSecondSign(work: Workspace, episode: Episode, severity: Severity, policy: Policy, withinMs: number): boolean {
  const incident = episode.incident === null ? null : work.look(episode.incident);
  if (!incident) return false;
  const name = alertName(episode.labels);
  const { host } = subjectOf(episode.labels, severity, policy);
  const since = firingSince(episode);
  return incident.signs.some(
    (sign) => (sign.alertname !== name || sign.host !== host) && stands(sign) && Math.abs(sign.at - since) <= withinMs,
  );
}
