import type { Instant } from '../alert/timestamp.ts';
import type { MemoryKey } from './ruleMemory.ts';

/** What is remembered of a receiver that may be told too often. */
export interface ThrottleState {
  /** When it was told lately, oldest first; as many as it may be told in the window. */
  readonly sent: readonly Instant[];
  /** Incidents that it was not told of, in that order, each once. */
  readonly withheld: readonly number[];
  /** How many more there were than are remembered by number. */
  readonly more: number;
  /** When they are told in one digest; null while nothing is withheld. */
  readonly digestAt: Instant | null;
  readonly lastDigestAt: Instant | null;
  /** The digest that stands for incidents which still fire. */
  readonly digest: Digest | null;
}

export interface Digest {
  readonly incident: number;
  /** Fingerprint of its own alert. */
  readonly mark: string;
  /** The incidents that it stands for, as far as they still fire. */
  readonly of: readonly number[];
}

export function throttleState(receiver: string): MemoryKey<ThrottleState> {
  return `throttle:${receiver}`;
}
