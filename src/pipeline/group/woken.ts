import type { Instant } from '../../alert/timestamp.ts';
import type { MemoryKey } from '../ruleMemory.ts';
import { placeOf, type Spoken } from './topic.ts';

/** An incident that became urgent. */
export interface Woken {
  readonly incident: number;
  readonly at: Instant;
  /** The keys of `noise.together` under which a source of its alerts would take them in. */
  readonly sought?: readonly string[];
}

/** Under which the incidents of a cluster (or of a sender that names none) are found that woke somebody last. */
export function awakeKey(where: Pick<Spoken, 'sign' | 'integration'>): MemoryKey<readonly Woken[]> {
  return `awake:${placeOf(where)}`;
}
