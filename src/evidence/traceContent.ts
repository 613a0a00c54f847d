import type { Instant } from '../alert/timestamp.ts';
import type { Redacted } from '../redact/redacted.ts';

export interface TraceContent {
  readonly kind: 'traces';
  /** Those with errors first, then the slowest. */
  readonly traces: readonly {
    readonly id: string;
    readonly startedAt: Instant;
    readonly durationMs: number;
    readonly root: Redacted;
    readonly hasError: boolean;
    readonly url: string | null;
  }[];
  /** Where a person goes on searching. */
  readonly searchUrl: string | null;
}
