import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { chooseTargets } from './route/chooseTargets.ts';
import { routeLabels } from './routeLabels.ts';

/** Where an alert is told in an incident of this urgency, at this hour. */
export function routeAlert(
  { labels }: Pick<Episode, 'labels'>,
  severity: Severity,
  policy: Policy,
  urgency: Urgency,
  now: Instant,
): Routed {
  return chooseTargets(routeLabels(labels, severity, policy, urgency), severity, policy, urgency, now);
}
