import type { Urgency } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';

/** Whether a receiver is told of incidents of this urgency. One without configs is told nothing. */
export function takes(receiver: string, urgency: Urgency, policy: Pick<Policy, 'receivers'>): boolean {
  return policy.receivers.get(receiver)?.targets.some(({ urgencies }) => urgencies.includes(urgency)) ?? false;
}
