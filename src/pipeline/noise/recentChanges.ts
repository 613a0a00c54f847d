import type { Instant } from '../../alert/timestamp.ts';
import type { MemoryKey } from '../ruleMemory.ts';
import type { Subject } from './rule.ts';

/** A change of a service as the rule over changes remembers it. */
export interface RecentChange {
  readonly at: Instant;
  readonly endedAt: Instant | null;
  /** As people read it. */
  readonly what: string;
}

/** So many are remembered of a service in a cluster: who deploys more often within minutes has no quiet to compare with. */
export const MOST_RECENT_CHANGES = 5;

/** Under which key the changes of a service stand, newest last. Cluster empty: those that were made in every cluster. */
export function recentChanges(service: string, cluster: string): MemoryKey<readonly RecentChange[]> {
  return `change:${cluster}\u001f${service}`;
}

/** The changes that count for what an alert speaks of. One without a cluster counts those that were made in every cluster. */
export function changeKeys({ service, cluster }: Subject): MemoryKey<readonly RecentChange[]>[] {
  if (service === null) return [];
  return [...new Set(['', cluster ?? ''])].map((each) => recentChanges(service, each));
}
