import { alertName, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Incident, Sign } from '../incident/incident.ts';
import { stands } from '../incident/signs.ts';
import { BOUNDS } from './bounds.ts';
import type { Policy } from './compilePolicy.ts';
import { givenOnlyBy } from './givenOnlyBy.ts';
import { isExpected } from './isExpected.ts';
import { firingSince } from './noise/firingSince.ts';
import { signOf } from './signOf.ts';
import { subjectOf } from './subjectOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * Whether something else says so too: another alert (by name or host, or by name alone) of its incident, seen within the time before or
 * after it.
 */
export function hasSecondSign(
  work: Workspace,
  episode: Episode,
  severity: Severity,
  policy: Policy,
  { withinMs, ofOtherName = false }: { readonly withinMs: number; readonly ofOtherName?: boolean | undefined },
): boolean {
  const incident = episode.incident === null ? null : work.look(episode.incident);
  if (!incident) return false;
  const name = alertName(episode.labels);
  const { host } = subjectOf(episode.labels, severity, policy);
  const since = firingSince(episode);
  const found = incident.signs.filter(
    (sign) =>
      (sign.alertname !== name || (!ofOtherName && sign.host !== host)) && stands(sign) && Math.abs(sign.at - since) <= withinMs,
  );
  return found.length > 0 && !areExpected(work, incident, found, policy);
}

/** Whether people have silenced or announced, since, all that gives these signs. */
function areExpected(work: Workspace, incident: Readonly<Incident>, signs: readonly Sign[], policy: Policy): boolean {
  if (!work.silences.any() && policy.source.maintenance.length === 0) return false;
  if (incident.firing > BOUNDS.looked) return false;
  work.whole.need(incident.number);
  const firing = work.firingIn(incident.number).map((episode) => {
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    return { episode, severity, sign: signOf(episode, severity, policy, episode.receivedAt) };
  });
  const isSuch = ({ episode, severity }: (typeof firing)[number]): boolean => isExpected(work, episode, severity, policy);
  return signs.every((sign) => givenOnlyBy(firing, sign, isSuch));
}
