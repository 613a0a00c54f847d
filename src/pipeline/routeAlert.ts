import type { Episode } from '../alert/alert.ts';
import { LabelMemo } from '../alert/labelMemo.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { chooseTargets, type Taken, taken } from './route/chooseTargets.ts';
import { routeLabels } from './routeLabels.ts';

const TAKEN = new LabelMemo<Partial<Record<Urgency, Taken>>>();

/** Where an alert is told in an incident of this urgency, at this hour. The tree is walked once for each label set that is at hand. */
export function routeAlert(
  { labels }: Pick<Episode, 'labels'>,
  severity: Severity,
  policy: Policy,
  urgency: Urgency,
  now: Instant,
): Routed {
  const known = TAKEN.get(labels, policy) ?? TAKEN.set(labels, policy, {});
  const asked = policy.routesByUrgency ? urgency : 'high';
  known[asked] ??= taken(routeLabels(labels, severity, policy, asked), severity, policy);
  return chooseTargets(known[asked], policy, urgency, now);
}
