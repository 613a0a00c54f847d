import { Undecidable } from './undecidable.ts';

/**
 * True for what trying again cannot cure: our own code threw over the data, or the database refused a value (SQLSTATE
 * classes 22 data exception, 23 constraint, 54 limits). False for lost connections, locks, shutdowns.
 */
export function isBadData(error: unknown): boolean {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    if ('code' in each && typeof each.code === 'string' && /^[0-9A-Z]{5}$/.test(each.code)) return /^(22|23|54)/.test(each.code);
    if (each instanceof Undecidable) return true;
    if (each instanceof TypeError || each instanceof RangeError) return true;
  }
  return false;
}
