import type { Instant } from '../../alert/timestamp.ts';
import { parseAlertmanager } from './alertmanager.ts';
import type { IntakeBody, IntakeIntegration } from './intakeBody.ts';
import { parsePrometheus } from './prometheus.ts';

/** A format that alerts arrive in. */
export interface Sender {
  /** Also the `type` of the integrations that send it. */
  readonly name: string;
  /** Whether it is taken at `/webhooks/{name}`. Prometheus knows the paths of Alertmanager's API only. */
  readonly isWebhook: boolean;
  /** Throws a `bad_request` TocsinError when the body is not of that format. `receivedAt`: when it came. */
  readonly parse: (body: string, integration: IntakeIntegration, receivedAt: Instant) => IntakeBody;
}

export const PROMETHEUS: Sender = { name: 'prometheus', isWebhook: false, parse: parsePrometheus };
export const SENDERS: readonly Sender[] = [{ name: 'alertmanager', isWebhook: true, parse: parseAlertmanager }, PROMETHEUS];

/** The sender of that name in a webhook's path. */
export function senderNamed(name: string): Sender | undefined {
  return SENDERS.find((sender) => sender.isWebhook && sender.name === name);
}
