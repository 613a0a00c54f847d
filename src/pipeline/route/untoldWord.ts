import type { Urgency } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';

/** Why a receiver that a route names is told nothing of an incident of this urgency; null: it is told. */
export function untoldWord(receiver: string, urgency: Urgency, { receivers }: Policy): string | null {
  const targets = receivers.get(receiver)?.targets ?? [];
  if (targets.length === 0) return 'has no configs: recorded, never sent';
  if (targets.some(({ urgencies }) => urgencies.includes(urgency))) return null;
  return `takes ${urgency === 'high' ? 'low' : 'high'} urgency only, and this is ${urgency}`;
}
