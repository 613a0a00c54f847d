import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { type EvidenceBoard, EvidenceLink, EvidenceSection } from '../../src/web/evidence.tsx';
import { EVIDENCE } from '../http/evidenceStory.ts';
import { NOW } from '../http/httpFixture.ts';
import { redacted } from '../redacted.ts';
import { addressesIn, elementsIn, HOSTILE, textOf } from './markup.ts';

const first = EVIDENCE.filter(({ incident }) => incident === 1);
const board = (found: readonly Evidence[], over: Partial<EvidenceBoard> = {}): EvidenceBoard => ({
  found: found.map((evidence) => ({
    evidence,
    file: evidence.hasFile ? '/api/v1/file' : null,
    picture: evidence.content?.kind === 'graph' ? '/api/v1/picture' : null,
  })),
  ...{ search: { state: 'done', begunAt: null }, earlier: 0, api: '/api/v1/incidents/1' },
  ...over,
});
const render = (shown: EvidenceBoard, now = NOW): string => String(EvidenceSection({ board: shown, now }));
const one = (source: string, over: Partial<Evidence> = {}): Evidence => ({
  ...(first.find((each) => each.source === source) as Evidence),
  ...over,
});

/** Every text of a piece of evidence, but the words that are ours. */
function withTexts(evidence: Evidence, text: (link: boolean) => string): Evidence {
  const replace = (value: unknown, key = ''): unknown => {
    if (key === 'kind' || key === 'status' || value === null || typeof value === 'number' || typeof value === 'boolean')
      return value;
    if (typeof value === 'string') return text(/url$/i.test(key));
    if (Array.isArray(value)) return value.map((each) => replace(each));
    return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, replace(each, name)]));
  };
  return replace(evidence) as Evidence;
}

describe('evidence', () => {
  it('shows what each source had, a graph first, and what others could not', () => {
    const html = render(board(first));
    expect(textOf(html)).toBe(
      [
        '| Evidence (UTC) | Graph from prometheus | 04:06:07–05:06:07 | asked 05:02:10, took 0.4 s: up == 0',
        '| Logs from loki | 04:57:07–05:03:07 | LinesWhat they say',
        '| 1,204payment <*> failed: connection to <*> refused | newerror05:01:07–05:04:07trace 4bf92f3577b34da…trace 00f067aa0ba902b7',
        '| one of them | payment 8812 failed: connection to 10.4.0.7:5432 refused at pool.connect (db.js:12) at pay (pay.js:40)',
        '| 40pool is at <*> of <*> connections | warn05:01:07–05:04:07 | one of them | pool is at 97 of 100 connections',
        '| 12GET /healthz <*> | 05:01:07 | one of them | GET /healthz 200',
        '| 34 lines of 3 other patterns. Download every line (1,290) | asked 05:02:10, took 0.4 s: {app="checkout"} |~ "error"',
        '| Traces from tempo | 04:57:07–05:03:07partial2 of 3 stores answered | TookRequest',
        '| 3.02 sPOST /pay | error05:02:07trace 4bf92f3577b34da6a3ce929d0e0e4736 | 187 msGET /cart | 05:02:08trace b7',
        '| Search further at tempo.test | asked 05:02:10, took 0.4 s: {app="checkout"} |~ "error"',
        '| elastic: failed timed out after 3 s (logs, asked 05:02:10, took 3.0 s)',
        '| jaeger: no traces (traces, asked 05:02:10, took 0.4 s) | {app="checkout"} |~ "error"',
      ].join(' '),
    );
    expect(html).toContain('alt="Graph of rate(errors_total[5m]): checkout, cart, 2 more; the rule compares with 1.5"');
    const trace = 'https://tempo.test/4bf92f35';
    const search = 'https://tempo.test/search?service=checkout';
    expect(addressesIn(html)).toEqual(['/api/v1/picture', '/api/v1/picture', trace, '/api/v1/file', trace, search]);
  });

  it('is named at the top of the page, by kind, where there is any', () => {
    expect(textOf(String(EvidenceLink({ board: board(first) })))).toBe('evidence: graph, logs, traces');
    expect(EvidenceLink({ board: board([one('elastic'), one('jaeger')]) })).toBeNull();
  });

  it('says on which day it was asked, where that is not today', () => {
    const text = textOf(render(board([one('loki')]), NOW + 86_400_000));
    expect(text).toContain('| 2026-03-04 04:57:07–05:03:07 |');
    expect(text).toContain('asked 2026-03-04 05:02:10');
  });

  it('opens a long query only when asked to', () => {
    const query = redacted(`{app="${'x'.repeat(300)}"}`);
    expect(render(board([one('loki', { query })]))).toMatch(/<details class="asked"><summary>.*a long query<\/summary><pre>/);
  });

  it.each([
    [
      'off',
      null,
      'No source of logs, traces or metrics is configured. With one, what it says of an incident stands here. docs/configuration.md says how.',
    ],
    ['none', null, 'Nothing was looked up: sources are asked when people are told of an incident.'],
    ['soon', null, 'Being looked up.'],
    ['running', NOW - 2_000, 'Being looked up. Begun at 05:06:05.'],
    ['stuck', NOW - 600_000, 'The search for it was begun and has not ended. Begun at 04:56:07.'],
    ['done', NOW, 'No source was asked.'],
  ] as const)('says how the search is: %s', (state, begunAt, text) => {
    expect(textOf(render(board([], { search: { state, begunAt } })))).toBe(`| Evidence (UTC) | ${text}`);
  });

  it('says that there is more of earlier openings', () => {
    const html = render(board([one('jaeger')], { earlier: 3 }));
    expect(textOf(html)).toContain('From before it was opened again there is more: the API has it.');
    expect(addressesIn(html)).toEqual(['/api/v1/incidents/1']);
  });

  const known = elementsIn(render(board([...first, one('loki', { query: redacted('a\nb') })])));

  it.each(HOSTILE)('shows %j as text', (text) => {
    const html = render(board(first.map((each) => withTexts(each, (link) => (link ? `https://x.test/${text}` : text)))));
    expect([...elementsIn(html)].filter((element) => !known.has(element))).toEqual([]);
  });

  it('shows whatever comes from outside as text', () => {
    const outside = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE), fc.stringMatching(/^[<>"'&=/a-z ]*$/));
    fc.assert(
      fc.property(outside, (text) => {
        const html = render(board(first.map((each) => withTexts(each, () => text))));
        expect([...elementsIn(html)].filter((element) => !known.has(element))).toEqual([]);
        const foreign = addressesIn(html).filter((address) => !address.startsWith('/api/v1/'));
        expect(foreign.filter((address) => !/^https?:\/\//.test(address))).toEqual([]);
      }),
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test/', 'vbscript:x'])('does not lead to %s', (url) => {
    const html = render(board(first.map((each) => withTexts(each, (link) => (link ? url : 'x')))));
    expect(addressesIn(html).filter((address) => !address.startsWith('/api/v1/'))).toEqual([]);
  });

  it('is cut where somebody says too much', () => {
    const long = 'x'.repeat(200_000);
    const many = Array.from({ length: 3 }, () =>
      first.map((each) => withTexts(each, (link) => (link ? 'https://x.test/' : long))),
    );
    const [logs] = first;
    const patterns = logs?.content?.kind === 'logs' ? Array.from({ length: 500 }, () => logs.content) : [];
    const crowd = patterns.flatMap((content) => (content?.kind === 'logs' ? content.patterns : []));
    const crowded = { ...logs, content: { ...logs?.content, patterns: crowd } } as Evidence;
    expect(render(board(many.flat())).length).toBeLessThan(200_000);
    const html = render(board([crowded]));
    expect(html.length).toBeLessThan(30_000);
    expect(textOf(html)).toContain('1,483 other patterns');
  });
});
