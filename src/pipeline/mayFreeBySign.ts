import type { Incident, Sign } from '../incident/incident.ts';
import { stands } from '../incident/signs.ts';
import type { Policy } from './compilePolicy.ts';

/** Whether something waits for a second sign in an incident that has more than one. */
export function mayFreeBySign({ awaitingSign, signs }: Incident, policy: Policy): boolean {
  return awaitingSign > 0 && signs.length > 1 && mayEnd(signs, policy);
}

/** Fails open: where a rule cannot be read, what waits for it is judged again. */
function mayEnd(signs: readonly Sign[], { changes, flapping }: Policy): boolean {
  try {
    if (changes) return true;
    return flapping?.secondSignMs !== undefined && new Set(signs.filter(stands).map(({ alertname }) => alertname)).size > 1;
  } catch {
    return true;
  }
}
