import type { Instant } from '../alert/timestamp.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { GraphContent } from './graphContent.ts';
import type { LogContent } from './logContent.ts';
import type { TraceContent } from './traceContent.ts';

export const EVIDENCE_KINDS = ['logs', 'traces', 'graph'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/**
 * What became of asking one source. `partial`: some of it, `because` says what is missing. `nothing`: it answered, and has nothing.
 * `skipped`: it was not asked. `failed`: it did not answer, or not with anything that can be used.
 */
export type EvidenceStatus = 'found' | 'partial' | 'nothing' | 'skipped' | 'failed';

/** What one source had for one opening of an incident. Texts that came from outside have been through the redactor. */
export interface Evidence {
  readonly id: string;
  readonly incident: number;
  readonly opening: number;
  readonly kind: EvidenceKind;
  /** The source's name in the configuration. */
  readonly source: string;
  readonly status: EvidenceStatus;
  /** For people: `timed out after 3 s`; null where there is nothing to say. */
  readonly because: Redacted | null;
  /** As it was sent; null where it could not be made. */
  readonly query: Redacted | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly askedAt: Instant;
  readonly tookMs: number;
  readonly content: LogContent | TraceContent | GraphContent | null;
  /** There is a file with every line of it. */
  readonly hasFile: boolean;
}
