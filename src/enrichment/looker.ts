import type { Evidence, EvidenceKind } from '../evidence/evidence.ts';
import type { Limits, Subject } from '../pipeline/enrich/subject.ts';
import type { Redacted } from '../redact/redacted.ts';

/** What a source had. */
export type Found = Pick<Evidence, 'because' | 'query' | 'content' | 'from' | 'to'> & {
  readonly status: 'found' | 'partial' | 'nothing';
  /** Every line of it. */
  readonly file: Redacted | null;
};

/** Asks one configured source once, and makes evidence of what it says. Throws `SourceError`. */
export interface Looker {
  readonly kind: EvidenceKind;
  /** The source's name in the configuration. */
  readonly name: string;
  readonly timeoutMs: number;
  look(subject: Subject, limits: Limits): Promise<Found>;
}
