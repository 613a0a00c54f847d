import { alertKey, type Episode } from '../alert/alert.ts';
import { isWorse } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { stormRemark } from '../incident/stormRemark.ts';
import { titleOf } from '../incident/title.ts';
import type { Admitted } from './change.ts';
import type { Workspace } from './workspace.ts';

const LONGEST = 250;

/**
 * Names an incident after the worst of the alerts that people are told of, of several the first. It keeps that name until they are told of
 * something worse, or it is a storm's. One of which nobody is told is named after its first alert.
 */
export function nameIncident(
  work: Workspace,
  incident: Incident,
  admitted: readonly Pick<Admitted, 'episode' | 'severity' | 'route'>[],
): void {
  const storm = stormRemark(incident.remarks);
  let named: Episode | null = null;
  for (const { episode, severity, route } of admitted) {
    const known = incident.lead?.severity ?? (incident.notifiedAt === null || isNew(incident) ? null : incident.severity);
    if (known !== null && !isWorse(severity, known)) continue;
    if (!isFree(work, episode) || route(incident.urgency).targets.length === 0) continue;
    incident.lead = { integration: episode.integration, fingerprint: episode.fingerprint, severity };
    named = episode;
  }
  if (storm) incident.title = Array.from(storm).slice(0, LONGEST).join('');
  else if (named) incident.title = titleOf(named, incident.groupLabels);
}

/** Nobody was told of this opening yet. */
function isNew({ notifiedAt, triggeredAt }: Incident): boolean {
  return notifiedAt !== null && notifiedAt < triggeredAt;
}

/** It came and went within one entry, or a rule holds it by now. */
function isFree(work: Workspace, episode: Episode): boolean {
  const latest = work.episode(alertKey(episode)) ?? episode;
  return latest.startsAt === episode.startsAt && latest.status === 'firing' && latest.held === null;
}
