import type { Episode } from '../../alert/alert.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Incident } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { GroupChoice } from '../entry.ts';
import { group } from './group.ts';

/** The group of an alert that fires again without a webhook to say so: that of its last incident, or as its labels have it. */
export function groupOfEpisode(episode: Episode, severity: Severity, incident: Incident | null, policy: Policy): GroupChoice {
  if (incident) {
    const { groupKey, groupLabels, reopenWindowMs } = incident;
    return { key: groupKey, labels: groupLabels, groupWaitMs: 0, reopenWindowMs, rule: null };
  }
  return group({ ...episode, endsAt: null }, severity, null, policy);
}
