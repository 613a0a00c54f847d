import type { NotifierName } from './policy.ts';

/**
 * How a notifier is told: `state` keeps one thing on the other side in step with the incident (a PagerDuty incident, a Slack
 * message), `notes` sends each change by itself.
 */
export const DELIVERY_STYLE: Readonly<Record<NotifierName, DeliveryStyle>> = {
  pagerduty: { state: true, notes: false, evidence: 'notes' },
  slack: { state: true, notes: true, evidence: 'files' },
  webhook: { state: false, notes: true, evidence: 'never' },
  console: { state: false, notes: true, evidence: 'always' },
};

interface DeliveryStyle {
  readonly state: boolean;
  readonly notes: boolean;
  /** When evidence is a message of its own: `files`: where it has a file; `notes`: where the target takes notes. */
  readonly evidence: 'always' | 'files' | 'notes' | 'never';
}
