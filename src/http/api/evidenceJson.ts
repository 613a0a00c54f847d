import { rfc3339 } from '../../alert/timestamp.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { GraphContent } from '../../evidence/graphContent.ts';
import type { LogContent } from '../../evidence/logContent.ts';
import type { TraceContent } from '../../evidence/traceContent.ts';
import { evidencePath } from '../evidencePath.ts';

/** What one source had, as `/api/v1` gives it. What it gave stands under the word of its kind: null where it gave nothing. */
export function evidenceJson(evidence: Evidence, externalUrl: string | null) {
  const { kind, content } = evidence;
  const url = (path: string | null): string | null => (path === null ? null : `${externalUrl ?? ''}${path}`);
  return {
    id: evidence.id,
    opening: evidence.opening,
    kind,
    source: evidence.source,
    status: evidence.status,
    because: evidence.because,
    query: evidence.query,
    from: rfc3339(evidence.from),
    to: rfc3339(evidence.to),
    asked_at: rfc3339(evidence.askedAt),
    took_ms: evidence.tookMs,
    [kind]: content === null ? null : contentJson(content),
    file: url(evidencePath(evidence, 'log')),
    picture: url(evidencePath(evidence, 'graph.png')),
  };
}

function contentJson(content: NonNullable<Evidence['content']>): object {
  switch (content.kind) {
    case 'logs':
      return logsJson(content);
    case 'traces':
      return tracesJson(content);
    case 'graph':
      return graphJson(content);
  }
}

function logsJson({ patterns, lines, others }: LogContent): object {
  return {
    lines,
    patterns: patterns.map(({ text, count, first, last, sample, level, isNew, traces }) => ({
      text,
      count,
      first: rfc3339(first),
      last: rfc3339(last),
      level,
      is_new: isNew,
      sample,
      traces: traces.map(({ id, url }) => ({ id, url })),
    })),
    others: { patterns: others.patterns, lines: others.lines },
  };
}

function tracesJson({ traces, searchUrl }: TraceContent): object {
  return {
    traces: traces.map(({ id, startedAt, durationMs, root, hasError, url }) => ({
      id,
      started_at: rfc3339(startedAt),
      duration_ms: durationMs,
      root,
      has_error: hasError,
      url,
    })),
    search_url: searchUrl,
  };
}

function graphJson({ title, series, others, threshold, firedAt }: GraphContent): object {
  return {
    title,
    series: series.map(({ name, points }) => ({ name, points: points.map(([at, value]) => [rfc3339(at), value]) })),
    others,
    threshold,
    fired_at: rfc3339(firedAt),
  };
}
