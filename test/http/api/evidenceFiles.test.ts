import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpDeps } from '../../../src/http/deps.ts';
import type { Redacted } from '../../../src/redact/redacted.ts';
import { evidence } from '../../../src/store/evidenceSchema.ts';
import type { OpenDatabase } from '../../../src/store/open.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { aPolicy } from '../../pipeline/aPolicy.ts';
import { EVIDENCE, tellEvidence } from '../evidenceStory.ts';
import { closedPolicy, httpFixture, openPolicy } from '../httpFixture.ts';
import { tellStory } from './storyFixture.ts';

const ALL = { evidence: '/api/v1/incidents/1/evidence' };

/** Draws nothing, but says what it was asked for. */
const graph: HttpDeps['graph'] = {
  svg: ({ title }, { from, to }, remark) => `<svg>${[title, to - from, ...(remark ? [remark] : [])].join(' ')}</svg>`,
  png: async ({ title }, { from, to }) => new TextEncoder().encode(`PNG ${title} ${to - from}`),
};

describe.each(ENGINES)('evidence in /api/v1 on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await tellStory(database.db);
    await tellEvidence(database.db);
  });
  afterAll(() => database.close());

  const fixture = (over: Partial<HttpDeps> = {}) =>
    httpFixture(openPolicy, { db: database.db, policy: () => aPolicy([]).source, graph, ...over });
  const get = (path: string) => fixture().get(path);
  const evidenceOf = async (path: string, over: Partial<HttpDeps> = {}) =>
    ((await (await fixture(over).get(path)).json()) as { evidence: Record<string, unknown>[] }).evidence;

  it('is given with what was asked, when, and what came', async () => {
    const [logs, elastic, traces, jaeger, drawn, ...rest] = await evidenceOf('/api/v1/incidents/1');
    expect(rest).toEqual([]);
    const times = { from: '2026-03-04T04:57:07.000Z', to: '2026-03-04T05:03:07.000Z', asked_at: '2026-03-04T05:02:10.000Z' };
    const asked = { opening: 1, status: 'found', because: null, query: '{app="checkout"} |~ "error"', ...times, took_ms: 412 };
    const spans = { first: '2026-03-04T05:01:07.000Z', last: '2026-03-04T05:04:07.000Z' };
    expect(logs).toEqual({
      ...{ id: '1.1.00', kind: 'logs', source: 'loki', ...asked },
      logs: {
        lines: 1290,
        patterns: [
          {
            ...{ text: 'payment <*> failed: connection to <*> refused', count: 1204, ...spans, level: 'error', is_new: true },
            sample: expect.stringContaining('at pool.connect (db.js:12)'),
            traces: [
              { id: '4bf92f3577b34da6a3ce929d0e0e4736', url: 'https://tempo.test/4bf92f35' },
              { id: '00f067aa0ba902b7', url: null },
            ],
          },
          expect.objectContaining({ count: 40, level: 'warn', is_new: false, traces: [] }),
          expect.objectContaining({ count: 12, level: null, is_new: null }),
        ],
        others: { patterns: 3, lines: 34 },
      },
      ...{ file: `https://tocsin.test${ALL.evidence}/1.1.00/log`, picture: null },
    });
    const failed = { status: 'failed', because: 'timed out after 3 s', took_ms: 3001, query: null, logs: null, file: null };
    expect(elastic).toMatchObject({ source: 'elastic', ...failed, picture: null });
    expect(traces).toMatchObject({
      ...{ kind: 'traces', source: 'tempo', status: 'partial', because: '2 of 3 stores answered', file: null, picture: null },
      traces: {
        search_url: 'https://tempo.test/search?service=checkout',
        traces: [
          {
            ...{ id: '4bf92f3577b34da6a3ce929d0e0e4736', started_at: '2026-03-04T05:02:07.000Z', duration_ms: 3021.4 },
            ...{ root: 'POST /pay', has_error: true, url: 'https://tempo.test/4bf92f35' },
          },
          { id: 'b7', started_at: '2026-03-04T05:02:08.000Z', duration_ms: 187, root: 'GET /cart', has_error: false, url: null },
        ],
      },
    });
    expect(jaeger).toMatchObject({ source: 'jaeger', status: 'nothing', traces: null });
    const points = expect.arrayContaining([['2026-03-04T05:06:07.000Z', 6]]);
    const series = [
      { name: 'checkout', points },
      { name: 'cart', points: [['2026-03-04T05:05:07.000Z', null]] },
    ];
    expect(drawn).toMatchObject({
      graph: { title: 'rate(errors_total[5m])', series, others: 2, threshold: 1.5, fired_at: '2026-03-04T05:02:07.000Z' },
      ...{ file: null, picture: `https://tocsin.test${ALL.evidence}/1.1.04/graph.png` },
    });
  });

  it('names its files by their path where nobody knows the address', async () => {
    const [logs] = await evidenceOf('/api/v1/incidents/1', { externalUrl: () => null });
    expect(logs?.file).toBe(`${ALL.evidence}/1.1.00/log`);
  });

  it('is given with the opening that it is of, the newest first', async () => {
    expect((await evidenceOf('/api/v1/incidents/2')).map(({ id, opening }) => [id, opening])).toEqual([['2.0.00', 0]]);
    await tellEvidenceOf(2, 1);
    expect((await evidenceOf('/api/v1/incidents/2')).map(({ id }) => id)).toEqual(['2.1.00', '2.0.00']);
  });

  const tellEvidenceOf = async (incident: number, opening: number): Promise<void> => {
    const [logs] = EVIDENCE;
    if (logs) await database.db.insert(evidence).values({ ...logs, id: `${incident}.${opening}.00`, incident, opening });
  };

  it('is given in lists only as what became of it, of the opening that stands', async () => {
    const { items } = (await (await get('/api/v1/incidents')).json()) as { items: { number: number; evidence: unknown }[] };
    const outcome = (kind: string, source: string, over = {}) => ({
      kind,
      source,
      status: 'found',
      because: null,
      took_ms: 412,
      ...over,
    });
    const byNumber = new Map(items.map(({ number, evidence }) => [number, evidence]));
    expect(byNumber.get(1)).toEqual([
      outcome('logs', 'loki'),
      outcome('logs', 'elastic', { status: 'failed', because: 'timed out after 3 s', took_ms: 3001 }),
      outcome('traces', 'tempo', { status: 'partial', because: '2 of 3 stores answered' }),
      outcome('traces', 'jaeger', { status: 'nothing' }),
      outcome('graph', 'prometheus'),
    ]);
    expect(byNumber.get(3)).toEqual([]);
  });

  it('has a log with every line, to be kept and not to be opened', async () => {
    const response = await get(`${ALL.evidence}/1.1.00/log`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('payment 8812 failed\npool is at 97 of 100 connections\n');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="incident-1-loki.log"');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('has a picture of now, or says why it has none', async () => {
    const live = async (because: string | null) => {
      const liveGraph: HttpDeps['liveGraph'] = async ({ content, source }, { number }) => {
        expect([source, number]).toEqual(['prometheus', 1]);
        return { content, window: { from: 0, to: 7 }, asOf: Date.UTC(2026, 2, 4, 5, 9, 1), because: because as Redacted | null };
      };
      const response = await fixture({ liveGraph }).get(`${ALL.evidence}/1.1.04/live.svg`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      return response.text();
    };
    expect(await live(null)).toBe('<svg>rate(errors_total[5m]) 7 as of 2026-03-04 05:09:01 UTC</svg>');
    expect(await live('timed out after 3 s')).toContain('05:09:01 UTC; now: timed out after 3 s</svg>');
  });

  it.each([
    ['graph.svg', 'image/svg+xml; charset=utf-8', '<svg>rate(errors_total[5m]) 3600000</svg>'],
    ['graph.png', 'image/png', 'PNG rate(errors_total[5m]) 3600000'],
  ])('has a picture: %s', async (name, type, body) => {
    const response = await get(`${ALL.evidence}/1.1.04/${name}`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, type, body]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(response.headers.get('cache-control')).toBe('private, max-age=3600');
  });

  it.each([
    ['1/evidence/1.1.01/log', 'Evidence "1.1.01" has no file: logs have one, where lines were found.'],
    ['1/evidence/1.1.00/graph.svg', 'Evidence "1.1.00" is no graph: it is of the kind logs.'],
    ['1/evidence/1.1.00/graph.png', 'Evidence "1.1.00" is no graph: it is of the kind logs.'],
    ['1/evidence/9/log', 'Incident 1 has no evidence "9"; GET /api/v1/incidents/1 lists what it has, with ids.'],
    ['2/evidence/1.1.00/log', 'Incident 2 has no evidence "1.1.00"; GET /api/v1/incidents/2 lists what it has, with ids.'],
    ['99/evidence/1.1.00/log', 'There is no incident "99".'],
    ['1/evidence/%00/log', 'Incident 1 has no evidence "\\u0000"; GET /api/v1/incidents/1 lists what it has, with ids.'],
    [
      "1/evidence/'%20or%20true--/log",
      'Incident 1 has no evidence "\' or true--"; GET /api/v1/incidents/1 lists what it has, with ids.',
    ],
  ])('says what there is instead of %s', async (path, message) => {
    const response = await get(`/api/v1/incidents/${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found', message } });
  });

  it.each(['log', 'graph.svg', 'graph.png'])('is for viewers, and only read: %s', async (name) => {
    const path = `${ALL.evidence}/1.1.${name === 'log' ? '00' : '04'}/${name}`;
    const closed = httpFixture(closedPolicy, { db: database.db, graph });
    expect((await closed.get(path)).status).toBe(401);
    expect((await closed.get(path, { authorization: 'Bearer prod-token' })).status).toBe(401);
    expect((await closed.get(path, { authorization: 'Bearer viewer-token' })).status).toBe(200);
    expect((await fixture().post(path)).status).toBe(405);
  });
});
