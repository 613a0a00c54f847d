import type { RawTrace } from './traceSource.ts';

/** A span of a trace. Times are microseconds. */
export interface Span {
  readonly service: string;
  readonly operation: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly hasError: boolean;
  /** Null: nothing in this trace called it. */
  readonly parent: string | null;
  readonly id: string;
}

/** What is told of a trace whose spans are known; null where it has none. A root is what has no parent here, the earliest of them. */
export function summariseSpans(spans: readonly Span[]): Omit<RawTrace, 'id' | 'url'> | null {
  const known = new Set(spans.map((span) => span.id));
  const roots = spans.filter((span) => span.parent === null || !known.has(span.parent));
  const root = (roots.length > 0 ? roots : spans).reduce<Span | null>(
    (first, span) => (first === null || span.startUs < first.startUs ? span : first),
    null,
  );
  if (root === null) return null;
  const startUs = spans.reduce((least, span) => Math.min(least, span.startUs), Number.POSITIVE_INFINITY);
  const endUs = spans.reduce((most, span) => Math.max(most, span.startUs + span.durationUs), 0);
  return {
    startedAt: Math.floor(startUs / 1_000),
    durationMs: (endUs - startUs) / 1_000,
    root: rootName(root.service, root.operation),
    hasError: spans.some((span) => span.hasError),
    services: new Set(spans.map((span) => span.service).filter((service) => service !== '')).size,
  };
}

function rootName(service: string, operation: string): string {
  return [service, operation].filter((part) => part !== '').join(': ');
}
