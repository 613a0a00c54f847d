import type { Severity } from '../../alert/severity.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import { inhibitRoles } from '../../pipeline/noise/inhibitRoles.ts';
import type { FiringRow } from '../../store/readEveryFiring.ts';

interface Sources {
  /** Fingerprints of sources that are no targets, and of those that are both. */
  readonly only: string[];
  readonly both: string[];
}

/**
 * Who inhibits an alert, among all that fires: one fingerprint, of the first rule that holds, as Alertmanager names it. Also where
 * something else holds the alert back, and for alerts whose incident was told of before the source came.
 */
export function inhibitorsOf(rows: readonly FiringRow[], policy: Policy): (row: FiringRow, severity: Severity) => string[] {
  const byKey = new Map<string, Sources>();
  for (const { sources, fingerprint } of rows) {
    for (const counted of sources) {
      const isBoth = counted.endsWith('+');
      const key = isBoth ? counted.slice(0, -1) : counted;
      const known = byKey.get(key) ?? { only: [], both: [] };
      byKey.set(key, known);
      known[isBoth ? 'both' : 'only'].push(fingerprint);
    }
  }
  return ({ labels }, severity) => {
    for (const { key, isSource, isTarget } of inhibitRoles(labels, severity, policy)) {
      const sources = isTarget ? byKey.get(key) : undefined;
      // What is both source and target is not inhibited by others that are.
      const found = sources && [...sources.only, ...(isSource ? [] : sources.both)].sort();
      if (found?.[0] !== undefined) return [found[0]];
    }
    return [];
  };
}
