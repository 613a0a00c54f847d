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
  const flapsAlone = policy.flapping?.secondSignMs === undefined || new Set(signs.filter(stands).map(nameOf)).size < 2;
  if (!policy.changes && flapsAlone) return;
  const key = `second_sign:${number}`;
  work.setTimer({ key, kind: 'second_sign', dueAt: work.now, incident: number, integration: null, fingerprint: null });
}

function nameOf({ alertname }: Sign): string {
  return alertname;
}
