import type { Incident, Sign } from '../incident/incident.ts';
import { isSameSign, stands } from '../incident/signs.ts';

/** The sign of an alert that was held until now. What counted as one while it was held has been one since then. */
export function countedSign({ signs }: Incident, sign: Sign): Sign {
  const known = signs.find((each) => isSameSign(each, sign));
  return known && stands(known) ? { ...sign, at: known.at } : sign;
}
