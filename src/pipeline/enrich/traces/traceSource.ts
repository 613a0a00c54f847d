import type { Instant } from '../../../alert/timestamp.ts';
import type { Limits, Subject } from '../subject.ts';

/** A trace as a source tells of it. `root` comes from outside and may hold anything: nothing but the redactor may see it. */
export interface RawTrace {
  /** 16 or 32 lower case hex digits. */
  readonly id: string;
  readonly startedAt: Instant;
  readonly durationMs: number;
  /** The service and the operation that it began with: `checkout: POST /pay`; may be empty. */
  readonly root: string;
  readonly hasError: boolean;
  /** How many services took part, as far as the source says. */
  readonly services: number;
  /** A page that shows it; null where the source has no pages. */
  readonly url: string | null;
}

export interface RawTraces {
  /** What was asked, as people may read it. It holds label values. */
  readonly query: string;
  /** A page that shows what was asked. */
  readonly searchUrl: string | null;
  /** Those with errors first, then the slowest. At most `most`, each once. */
  readonly traces: readonly RawTrace[];
  /** Why this is not all of it; null: it is. */
  readonly partial: string | null;
}

export type Stretch = Subject['window'];

/** Recent traces of a service. */
export interface TraceSource {
  /** @throws SourceError */
  find(subject: Subject, ask: { readonly most: number; readonly limits: Limits }): Promise<RawTraces>;
  /** A page that shows a trace; `id` is 16 or 32 lower case hex digits. */
  page(id: string, stretch: Stretch): string | null;
}
