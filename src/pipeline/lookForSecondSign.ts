import type { Incident, Sign } from '../incident/incident.ts';
import { stands } from '../incident/signs.ts';
import type { Policy } from './compilePolicy.ts';
import type { Workspace } from './workspace.ts';

/**
 * An incident has got alerts. Those of it that wait for a second sign are judged again right after this entry, when all of the
 * incident is loaded: the sign may be what came now, or what was there before they came.
 */
export function lookForSecondSign(work: Workspace, { number, awaitingSign, signs }: Incident, policy: Policy): void {
  if (awaitingSign === 0 || signs.length < 2) return;
  if (!mayEnd(signs, policy)) return;
  const key = `second_sign:${number}`;
  work.setTimer({ key, kind: 'second_sign', dueAt: work.now, incident: number, integration: null, fingerprint: null });
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
