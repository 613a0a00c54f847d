import type { Sign } from '../incident/incident.ts';
import { isSameSign } from '../incident/signs.ts';

/** Whether some alert gives a sign, and each that does is such a one. */
export function givenOnlyBy<T extends { readonly sign: Sign }>(
  firing: readonly T[],
  sign: Sign,
  isSuch: (alert: T) => boolean,
): boolean {
  const givers = firing.filter((each) => isSameSign(each.sign, sign));
  return givers.length > 0 && givers.every(isSuch);
}
