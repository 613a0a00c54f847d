import type { Instant } from '../alert/timestamp.ts';

/** An incident that wakes somebody: told at high urgency for the first time, anew, or as worse than before. */
export interface Page {
  readonly at: Instant;
  readonly kind: 'alert' | 'heartbeat';
  /** Of the first alert that it told of; empty where that has none. */
  readonly cluster: string;
  readonly incident: number;
  readonly title: string;
  readonly severity: string;
  readonly reason: string;
  /** Who is told by it, each once. */
  readonly receivers: readonly string[];
  /** Of the alerts that it told of. */
  readonly fingerprints: readonly string[];
  /** Their alertnames, each once. */
  readonly rules: readonly string[];
}
