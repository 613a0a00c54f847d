import type { Labels } from './labels.ts';

/** Whether two label sets are equal, whatever the order of their names. */
export function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  let count = 0;
  for (const name in a) {
    // What an object without the label inherits is no text.
    if (a[name] !== b[name]) return false;
    count += 1;
  }
  for (const _ in b) count -= 1;
  return count === 0;
}
