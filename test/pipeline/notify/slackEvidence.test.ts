import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import { slackEvidence } from '../../../src/pipeline/notify/slackEvidence.ts';
import { incidentMessage } from '../../../src/pipeline/notify/slackMessage.ts';
import { allEvidence, evidenceOf, graphContent, logContent, pattern, redacted, traceContent } from './evidenceViews.ts';
import { incidentView, START } from './views.ts';

function texts(evidence: Evidence[], picture: string | null = null, more = {}): string[] {
  return slackEvidence(incidentView({ evidence, ...more }), picture).map((block) => {
    if (block.type === 'image') return `image ${block.slack_file.id}: ${block.title.text} | ${block.alt_text}`;
    if (block.type === 'context') return block.elements.map(({ text }) => text).join(' ');
    return block.type === 'section' && 'text' in block ? block.text.text.replace(/<!date\^(\d+)\^[^>]+>/g, time) : block.type;
  });
}

/** Minutes and seconds from the start of the incident. */
function time(_: string, seconds: string): string {
  return `T${Number(seconds) - START / 1000}`;
}

const logs = (part: Parameters<typeof logContent>[0]) => [evidenceOf({ content: logContent(part) })];

test('a pattern says how often, whether it is new, how bad, from when to when, and where its traces are', () => {
  const traces = [
    { id: 'a'.repeat(32), url: 'https://jaeger.example.org/trace/aaaa' },
    { id: 'b'.repeat(16), url: null },
  ];
  expect(texts(logs({ patterns: [pattern({ text: redacted('no `orders`: *b* <n>'), count: 1_204, traces })] }))).toEqual([
    'divider',
    '*Logs*  loki · 120 lines · T-300–T60',
    `*1,204×* · *new* · error · T-89–T41 · <https://jaeger.example.org/trace/aaaa|trace aaaaaaaa>, trace \`${'b'.repeat(16)}\`\n\`no ˋordersˋ: *b* &lt;n&gt;\``,
    'and 4 more patterns (8 lines)',
  ]);
});

test.each([
  { isNew: true, said: '*5×* · *new* · T0' },
  { isNew: false, said: '*5×* · T0' },
  { isNew: null, said: '*5×* · T0' },
])('isNew $isNew, of one moment and without a level: $said', ({ isNew, said }) => {
  const one = pattern({ isNew, count: 5, level: null, first: START, last: START + 400, traces: [], text: redacted('x') });
  expect(texts(logs({ patterns: [one], others: { patterns: 0, lines: 0 } })).slice(2)).toEqual([`${said}\n\`x\``]);
});

test('what is beyond three patterns is counted with the rest', () => {
  const many = Array.from({ length: 5 }, (_, nth) => pattern({ count: 10 - nth, traces: [] }));
  const said = texts(logs({ patterns: many, others: { patterns: 12, lines: 40 } }));
  expect(said.filter((text) => text.includes('×'))).toHaveLength(3);
  expect(said.at(-1)).toBe('and 14 more patterns (53 lines)');
  expect(texts(logs({ patterns: [pattern()], others: { patterns: 1, lines: 1 } })).at(-1)).toBe('and 1 more pattern (1 line)');
});

test('traces: how long, whether they failed, what they are, and where to look on', () => {
  const [one, two] = traceContent().traces;
  const traces = [one, { ...two, url: null, hasError: false, durationMs: 61_000 }] as ReturnType<typeof traceContent>['traces'];
  expect(texts([evidenceOf({ kind: 'traces', source: 'jaeger', content: traceContent({ traces }) })])[1]?.split('\n')).toEqual([
    '*Traces*  jaeger · <https://jaeger.example.org/search?service=checkout&amp;limit=20|search for more>',
    '*4.2 s* · *error* · <https://jaeger.example.org/trace/4bf92f3577b34da6a3ce929d0e0e4736|checkout POST /pay> · T-30',
    '*1 min 1 s* · checkout POST /pay · T-30',
  ]);
});

test('the graph is a picture, or the way to one', () => {
  const graph = [evidenceOf({ kind: 'graph', content: graphContent({ title: redacted('up == 0'), others: 2 }) })];
  expect(texts(graph, 'F0GRAPH0001')[1]).toBe('image F0GRAPH0001: up == 0 (and 2 more series) | Graph of up == 0, threshold 2');
  expect(texts(graph)[1]).toBe('<https://tocsin.example.org/incidents/42|Graph> of `up == 0`');
  expect(texts(graph, null, { url: null })).toEqual([]);
});

test('what could not be had is said, each source with its reason', () => {
  const gap = (source: string, status: Evidence['status'], because: string | null) =>
    evidenceOf({ source, status, because: because === null ? null : redacted(because), content: null });
  const gaps = [
    gap('loki', 'failed', 'timed out after 3 s'),
    gap('jaeger', 'nothing', null),
    gap('elk', 'partial', '2 of 5 shards failed'),
    gap('cloudwatch', 'skipped', 'the alert has no label service'),
    gap('tempo', 'skipped', null),
  ];
  expect(texts(gaps)).toEqual([
    'divider',
    'loki: timed out after 3 s · jaeger: nothing found · elk: only a part of it, 2 of 5 shards failed · cloudwatch: not asked, the alert has no label service',
  ]);
});

test('a message without evidence is as it was, and one that is resolved stays short', () => {
  expect(slackEvidence(incidentView(), null)).toEqual([]);
  const over = { status: 'resolved', resolvedAt: START } as const;
  const message = incidentMessage(incidentView({ ...over, evidence: allEvidence() }), null, 'F0GRAPH0001');
  expect(message).toEqual(incidentMessage(incidentView(over), null));
});
