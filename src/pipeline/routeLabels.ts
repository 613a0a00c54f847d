import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { contextLabels } from './subjectOf.ts';

/** The labels that the routes read: as sent, and where a route asks for it the team, the tier and the urgency. */
export function routeLabels(labels: Labels, severity: Severity, policy: Policy, urgency: Urgency): Labels {
  return policy.routesByContext ? contextLabels(labels, severity, policy, urgency) : labels;
}
