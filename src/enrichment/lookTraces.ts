import type { TraceSource } from '../pipeline/enrich/traces/traceSource.ts';
import type { Redacted } from '../redact/redacted.ts';
import { cutRedacted } from '../redact/redactedText.ts';
import type { Found, Looker } from './looker.ts';

const MOST_TRACES = 5;
const LONGEST_ROOT = 200;

/** A tracing system: those with errors, then the slowest. */
export function traceLooker(tracing: {
  readonly name: string;
  readonly source: TraceSource;
  readonly timeoutMs: number;
  readonly redact: (text: string) => Redacted;
}): Looker {
  const { name, source, timeoutMs, redact } = tracing;
  return {
    ...{ kind: 'traces', name, timeoutMs },
    look: async (subject, limits) => {
      const { query, searchUrl, traces, partial } = await source.find(subject, { most: MOST_TRACES, limits });
      const shown = traces.map(({ id, startedAt, durationMs, root, hasError, url }) => {
        return { id, startedAt, durationMs, root: cutRedacted(redact(root), LONGEST_ROOT), hasError, url };
      });
      return {
        status: partial !== null ? 'partial' : shown.length === 0 ? 'nothing' : 'found',
        because: partial === null ? null : cutRedacted(redact(partial), 500),
        query: cutRedacted(redact(query), 4_000),
        content: { kind: 'traces', traces: shown, searchUrl },
        file: null,
        ...subject.window,
      } satisfies Found;
    },
  };
}
