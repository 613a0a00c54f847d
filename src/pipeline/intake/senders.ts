import { parseAlertmanager } from './alertmanager.ts';
import type { IntakeBody, IntakeIntegration } from './intakeBody.ts';

/** A format that alerts arrive in. `parse` throws a `bad_request` TocsinError when the body is not of that format. */
export interface Sender {
  readonly name: string;
  readonly parse: (body: string, integration: IntakeIntegration) => IntakeBody;
}

export const SENDERS: readonly Sender[] = [{ name: 'alertmanager', parse: parseAlertmanager }];

/** The sender of that name in a webhook's path. */
export function senderNamed(name: string): Sender | undefined {
  return SENDERS.find((sender) => sender.name === name);
}
