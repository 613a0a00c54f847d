import type { Evidence } from '../../../src/evidence/evidence.ts';
import type { GraphContent } from '../../../src/evidence/graphContent.ts';
import type { LogContent, ShownPattern } from '../../../src/evidence/logContent.ts';
import type { TraceContent } from '../../../src/evidence/traceContent.ts';
import type { Redacted } from '../../../src/redact/redacted.ts';
import { START } from './views.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Text that a test says has been redacted. */
export function redacted(text: string): Redacted {
  return text as Redacted;
}

/** What Loki had, with what the test cares about replaced. */
export function evidenceOf(part: Partial<Evidence> = {}): Evidence {
  return {
    id: 'e-loki',
    incident: 42,
    opening: 1,
    kind: 'logs',
    source: 'loki',
    status: 'found',
    because: null,
    query: redacted('{app="checkout"} |~ "(?i)error"'),
    from: START - 5 * MINUTE,
    to: START + MINUTE,
    askedAt: START + SECOND,
    tookMs: 412,
    content: logContent(),
    hasFile: true,
    ...part,
  };
}

export function pattern(part: Partial<ShownPattern> = {}): ShownPattern {
  const text =
    'FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute (pool checkout-<n>, waited <n> ms)';
  return {
    text: redacted(text),
    count: 83,
    first: START - 89 * SECOND,
    last: START + 41 * SECOND,
    sample: redacted(text.replace('<n>', '3').replace('<n>', '30000')),
    level: 'error',
    isNew: true,
    traces: [
      { id: '4bf92f3577b34da6a3ce929d0e0e4736', url: 'https://jaeger.example.org/trace/4bf92f3577b34da6a3ce929d0e0e4736' },
      { id: '9c1d2e3f40516273', url: null },
    ],
    ...part,
  };
}

export function logContent(part: Partial<LogContent> = {}): LogContent {
  return {
    kind: 'logs',
    patterns: [
      pattern(),
      pattern({
        text: redacted('POST /pay failed: upstream `orders` answered <n> after <n> ms (order <id>)'),
        count: 20,
        first: START - 80 * SECOND,
        last: START + 40 * SECOND,
        traces: [],
      }),
      pattern({
        text: redacted('retrying payment capture, attempt <n> of 5'),
        count: 9,
        level: 'warning',
        isNew: false,
        traces: [],
      }),
    ],
    lines: 120,
    others: { patterns: 4, lines: 8 },
    ...part,
  };
}

export function traceContent(part: Partial<TraceContent> = {}): TraceContent {
  const trace = (id: string, durationMs: number, root: string, hasError: boolean) => ({
    id,
    startedAt: START - 30 * SECOND,
    durationMs,
    root: redacted(root),
    hasError,
    url: `https://jaeger.example.org/trace/${id}`,
  });
  return {
    kind: 'traces',
    traces: [
      trace('4bf92f3577b34da6a3ce929d0e0e4736', 4_210, 'checkout POST /pay', true),
      trace('5bf92f3577b34da6a3ce929d0e0e4736', 3_870, 'checkout POST /pay', true),
      trace('6bf92f3577b34da6a3ce929d0e0e4736', 941, 'checkout GET /cart', false),
    ],
    searchUrl: 'https://jaeger.example.org/search?service=checkout&limit=20',
    ...part,
  };
}

export function graphContent(part: Partial<GraphContent> = {}): GraphContent {
  const points = Array.from({ length: 60 }, (_, i): [number, number] => [START + (i - 55) * MINUTE, i < 52 ? 0.4 : 4.2]);
  return {
    kind: 'graph',
    title: redacted('histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{path="/pay"}[5m])))'),
    series: [{ name: redacted('p99'), points }],
    others: 0,
    stepSeconds: 60,
    threshold: 2,
    firedAt: START,
    ...part,
  };
}

/** Everything a lucky night has: logs, traces, a graph, and two sources that had nothing. */
export function allEvidence(): Evidence[] {
  return [
    evidenceOf(),
    evidenceOf({
      id: 'e-elk',
      source: 'elk',
      status: 'failed',
      because: redacted('timed out after 3 s'),
      content: null,
      hasFile: false,
    }),
    evidenceOf({ id: 'e-jaeger', kind: 'traces', source: 'jaeger', content: traceContent(), hasFile: false }),
    evidenceOf({ id: 'e-tempo', kind: 'traces', source: 'tempo', status: 'nothing', content: null, hasFile: false }),
    evidenceOf({ id: 'e-graph', kind: 'graph', source: 'prometheus', content: graphContent(), hasFile: false }),
  ];
}
