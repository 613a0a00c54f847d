import type { Severity } from '../../alert/severity.ts';

/** No worse than a warning: it may be no more than what is on its way to be trouble. */
export function isMild(severity: Severity): boolean {
  return severity === 'warning' || severity === 'info';
}
