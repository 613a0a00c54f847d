import type { Instant } from '../../../alert/timestamp.ts';
import type { Limits, Subject } from '../subject.ts';

/** A line as a source gave it. It may hold secrets: nothing but the redactor may see it. */
export interface RawLine {
  readonly at: Instant;
  readonly text: string;
  /** Where the source has it beside the line. */
  readonly traceId?: string;
  readonly level?: string;
}

export interface RawLog {
  /** What was asked, as it was sent. */
  readonly query: string;
  /** Oldest first, at most `most`. */
  readonly lines: readonly RawLine[];
  /** Why this is not all of it: `3 of 5 shards failed`; null: it is. */
  readonly partial: string | null;
}

/** A stretch of a log. Throws `SourceError`. */
export interface LogSource {
  read(subject: Subject, ask: { readonly most: number; readonly limits: Limits }): Promise<RawLog>;
}
