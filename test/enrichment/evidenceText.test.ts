import { expect, it } from 'vitest';
import { evidenceText } from '../../src/enrichment/evidenceText.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Redacted } from '../../src/redact/redacted.ts';

const text = (said: string): Redacted => said as Redacted;
const pattern = (isNew: boolean | null) => ({
  ...{ text: text('x'), count: 1, first: 0, last: 0, sample: text('x'), level: null, traces: [], isNew },
});
const trace = (hasError: boolean) => ({ id: 'a', startedAt: 0, durationMs: 1, root: text('GET /'), url: null, hasError });

const LOGS: Evidence['content'] = {
  kind: 'logs',
  patterns: [pattern(true), pattern(false), pattern(null)],
  lines: 120,
  others: { patterns: 2, lines: 7 },
};

it.each([
  ['logs', 'found', null, LOGS, 'x: 5 patterns in 120 lines, 1 new'],
  [
    'logs',
    'partial',
    'cut at 1 MiB',
    { ...LOGS, patterns: [pattern(false)], lines: 1, others: { patterns: 0, lines: 0 } },
    'x: 1 pattern in 1 line (cut at 1 MiB)',
  ],
  ['logs', 'nothing', null, null, 'x: no lines'],
  [
    'traces',
    'found',
    null,
    { kind: 'traces', traces: [trace(true), trace(false)], searchUrl: null },
    'x: 2 traces, 1 with errors',
  ],
  ['traces', 'nothing', null, { kind: 'traces', traces: [], searchUrl: 'https://j/' }, 'x: no traces'],
  [
    'graph',
    'found',
    null,
    { kind: 'graph', title: text('t'), series: [], others: 3, threshold: null, firedAt: 0 },
    'x: a graph of 3 series',
  ],
  ['graph', 'failed', 'timed out after 3 s', null, 'x: timed out after 3 s'],
] as const)('%s that are %s with %j', (kind, status, because, content, said) => {
  expect(evidenceText([{ kind, source: 'x', status, because: because === null ? null : text(because), content }])).toBe(said);
});

it('says what each source had', () => {
  const nothing = { kind: 'logs', source: 'loki', status: 'nothing', because: null, content: null } as const;
  const failed = {
    ...nothing,
    kind: 'traces',
    source: 'jaeger',
    status: 'failed',
    because: text('cannot be reached (ECONNREFUSED)'),
  } as const;
  expect(evidenceText([nothing, failed])).toBe('loki: no lines; jaeger: cannot be reached (ECONNREFUSED)');
});
