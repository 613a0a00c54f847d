import type { Instant } from '../alert/timestamp.ts';
import type { Redacted } from '../redact/redacted.ts';

/** Lines that say the same but for numbers, names and times. */
export interface ShownPattern {
  readonly text: Redacted;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
  readonly sample: Redacted;
  readonly level: string | null;
  /** It was not there in the hour before; null: that hour could not be read. */
  readonly isNew: boolean | null;
  readonly traces: readonly { readonly id: string; readonly url: string | null }[];
}

export interface LogContent {
  readonly kind: 'logs';
  /** What is new first, then the worst, then the most frequent. */
  readonly patterns: readonly ShownPattern[];
  readonly lines: number;
  readonly others: { readonly patterns: number; readonly lines: number };
}
