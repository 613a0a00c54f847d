import type { GraphContent } from '../../src/evidence/graphContent.ts';
import type { LogContent, ShownPattern } from '../../src/evidence/logContent.ts';
import type { TraceContent } from '../../src/evidence/traceContent.ts';
import type { Database } from '../../src/store/database.ts';
import type { FoundEvidence } from '../../src/store/evidenceRuns.ts';
import { evidence, evidenceRuns } from '../../src/store/evidenceSchema.ts';
import { redacted } from '../redacted.ts';
import { NOW } from './httpFixture.ts';

const MINUTE = 60_000;
const FIRED = NOW - 4 * MINUTE;

const pattern = (text: string, sample: string, over: Partial<ShownPattern> = {}): ShownPattern => ({
  ...{ text: redacted(text), count: 1, first: FIRED - MINUTE, last: FIRED + 2 * MINUTE, sample: redacted(sample) },
  ...{ level: 'error', isNew: false, traces: [], ...over },
});

const logs: LogContent = {
  kind: 'logs',
  patterns: [
    pattern(
      'payment <*> failed: connection to <*> refused',
      'payment 8812 failed: connection to 10.4.0.7:5432 refused\n  at pool.connect (db.js:12)\n  at pay (pay.js:40)',
      {
        ...{ count: 1204, isNew: true },
        traces: [
          { id: '4bf92f3577b34da6a3ce929d0e0e4736', url: 'https://tempo.test/4bf92f35' },
          { id: '00f067aa0ba902b7', url: null },
        ],
      },
    ),
    pattern('pool is at <*> of <*> connections', 'pool is at 97 of 100 connections', { count: 40, level: 'warn' }),
    pattern('GET /healthz <*>', 'GET /healthz 200', { count: 12, level: null, isNew: null, last: FIRED - MINUTE }),
  ],
  lines: 1290,
  others: { patterns: 3, lines: 34 },
};

const traces: TraceContent = {
  kind: 'traces',
  traces: [
    {
      ...{ id: '4bf92f3577b34da6a3ce929d0e0e4736', startedAt: FIRED, durationMs: 3021.4, root: redacted('POST /pay') },
      ...{ hasError: true, url: 'https://tempo.test/4bf92f35' },
    },
    { id: 'b7', startedAt: FIRED + 1_000, durationMs: 187, root: redacted('GET /cart'), hasError: false, url: null },
  ],
  searchUrl: 'https://tempo.test/search?service=checkout',
};

const graph: GraphContent = {
  kind: 'graph',
  title: redacted('rate(errors_total[5m])'),
  series: [
    {
      name: redacted('checkout'),
      points: Array.from({ length: 61 }, (_, i) => [NOW - (60 - i) * MINUTE, i < 50 ? 0.2 : i / 10]),
    },
    { name: redacted('cart'), points: [[NOW - MINUTE, null]] },
  ],
  others: 2,
  stepSeconds: 15,
  threshold: 1.5,
  firedAt: FIRED,
};

const piece = (index: number, over: Partial<FoundEvidence>): FoundEvidence => ({
  ...{ id: `1.1.0${index}`, incident: 1, opening: 1, kind: 'logs', source: 'loki', status: 'found', because: null },
  ...{ query: redacted('{app="checkout"} |~ "error"'), from: FIRED - 5 * MINUTE, to: FIRED + MINUTE, askedAt: FIRED + 3_000 },
  ...{ tookMs: 412, content: null, hasFile: false, file: null },
  ...over,
});

/** What three sources had to say of the first incident of the story, what two could not, and one of the second's earlier opening. */
export const EVIDENCE: readonly FoundEvidence[] = [
  piece(0, { content: logs, hasFile: true, file: redacted('payment 8812 failed\npool is at 97 of 100 connections\n') }),
  piece(1, { source: 'elastic', status: 'failed', because: redacted('timed out after 3 s'), tookMs: 3_001, query: null }),
  piece(2, { kind: 'traces', source: 'tempo', content: traces, status: 'partial', because: redacted('2 of 3 stores answered') }),
  piece(3, { kind: 'traces', source: 'jaeger', status: 'nothing' }),
  piece(4, { kind: 'graph', source: 'prometheus', content: graph, from: NOW - 60 * MINUTE, to: NOW, query: redacted('up == 0') }),
  piece(5, { incident: 2, opening: 0, id: '2.0.00' }),
];

/** Puts it beside the story. */
export async function tellEvidence(db: Database, found: readonly FoundEvidence[] = EVIDENCE): Promise<void> {
  await db.insert(evidence).values([...found]);
  await db.insert(evidenceRuns).values({
    ...{ incident: 1, opening: 1, begunAt: FIRED, claimedBy: 'one', claimedUntil: NOW, doneAt: FIRED + 4_000 },
  });
}
