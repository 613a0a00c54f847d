import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessPolicy } from '../../../src/http/auth/accessPolicy.ts';
import type { HttpDeps } from '../../../src/http/deps.ts';
import type { OpenDatabase } from '../../../src/store/open.ts';
import { ENGINES, type EngineKind, openTestDatabase } from '../../openTestDatabase.ts';
import { configOf } from '../../startTestApp.ts';
import { closedPolicy, type HttpFixture, httpFixture, openPolicy } from '../httpFixture.ts';
import { tellStory } from './storyFixture.ts';

const { policy: rules } = configOf(`
services: [{ name: checkout, depends_on: [postgres] }, { name: postgres, team: storage }]
noise: { dependencies: { window: 25m } }
`);
const responder = { authorization: 'Bearer responder-token' };

interface List {
  items: Record<string, unknown>[];
  next_cursor: string | null;
}

interface Api {
  readonly engine: EngineKind;
  fixture(policy?: AccessPolicy, over?: Partial<HttpDeps>): HttpFixture;
  list(path: string): Promise<List>;
}

describe.each(ENGINES)('/api/v1 on %s', (engine) => {
  let database: OpenDatabase;
  const fixture: Api['fixture'] = (policy = openPolicy, over = {}) =>
    httpFixture(policy, { db: database.db, policy: () => rules, ...over });
  const list = async (path: string): Promise<List> => {
    const response = await fixture().get(`/api/v1${path}`);
    expect(response.status).toBe(200);
    return (await response.json()) as List;
  };
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await tellStory(database.db);
  });
  afterAll(() => database.close());
  for (const tests of [whatAnIncidentIs, lists, refusals, acts]) tests({ engine, fixture, list });
});

function whatAnIncidentIs({ fixture }: Api): void {
  it('says what it is about, whose it is, and what is probably behind it', async () => {
    const response = await fixture().get('/api/v1/incidents/2');
    expect(await response.json()).toMatchObject({
      ...{ service: 'postgres', team: 'storage', urgency: 'high' },
      probable_cause: { service: 'postgres', dependants: ['checkout'], silent: false },
    });
  });

  it('gives an incident with the names of the contract', async () => {
    const response = await fixture().get('/api/v1/incidents/1');
    expect(await response.json()).toEqual({
      number: 1,
      id: 'inst-1',
      title: 'DiskFull on db-1',
      status: 'triggered',
      urgency: 'high',
      severity: 'critical',
      team: null,
      service: null,
      group_labels: { alertname: 'DiskFull' },
      probable_cause: null,
      remarks: [],
      triggered_at: '2026-03-04T04:06:07.000Z',
      acknowledged_at: null,
      acknowledged_by: null,
      resolved_at: null,
      resolved_by: null,
      alert_counts: { firing: 3, resolved: 1, suppressed: 0 },
      alerts: ['a', 'b', 'd', 'c'].map((fingerprint) => expect.objectContaining({ fingerprint })),
      runbooks: [],
      evidence: [],
      deliveries: [
        expect.objectContaining({ id: 3, receiver: 'on/call', kind: 'pagerduty', status: 'dead', answer: '<b>no</b>' }),
        expect.objectContaining({ id: 2, receiver: 'chat', kind: 'slack', status: 'pending', delivered_at: null }),
        expect.objectContaining({ id: 1, status: 'delivered', delivered_at: '2026-03-04T05:06:07.000Z', next_attempt_at: null }),
      ],
      links: [{ name: 'Tocsin', url: 'https://tocsin.test/incidents/1' }],
    });
  });

  it('gives labels as they were sent, whatever their names', async () => {
    const text = await (await fixture().get('/api/v1/incidents/1/alerts?limit=1')).text();
    expect(text).toContain('"__proto__":"p"');
  });
}

function lists({ list }: Api): void {
  it.each([
    ['', [4, 3, 2, 1]],
    ['?status=triggered', [4, 1]],
    ['?status=triggered,acknowledged', [4, 2, 1]],
    ['?status=resolved', [3]],
    ['?severity=critical,info', [4, 3, 1]],
    ['?status=triggered&severity=info', [4]],
    ['?since=2026-03-04T04:06:07Z', [4, 2, 1]],
    ['?since=2026-03-04T05:06:07%2B01:00', [4, 2, 1]],
    ['?until=2026-03-04T04:06:07Z', [3]],
    ['?team=storage', [2]],
    ['?team=nobody', []],
  ])('lists incidents by %s', async (query, numbers) => {
    const { items, next_cursor } = await list(`/incidents${query}`);
    expect(items.map(({ number }) => number)).toEqual(numbers);
    expect(next_cursor).toBeNull();
  });

  it('lists incidents with their own alerts and deliveries', async () => {
    const { items } = await list('/incidents');
    const sizes = items.map(({ alerts, deliveries }) => [(alerts as []).length, (deliveries as []).length]);
    expect(sizes).toEqual([
      [0, 0],
      [0, 0],
      [1, 2],
      [4, 3],
    ]);
  });

  it.each([
    ['/incidents', 'number', [4, 3, 2, 1]],
    ['/incidents/1/timeline', 'text', ['first', 'second', 'third', 'fourth']],
    ['/incidents/1/alerts', 'fingerprint', ['a', 'b', 'd', 'c']],
    ['/deliveries', 'id', [5, 4, 3, 2, 1]],
  ])('pages through %s', async (path, field, all) => {
    for (const limit of [1, 2, 3, all.length]) {
      const seen: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: List = await list(`${path}?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        expect(page.items.length).toBeGreaterThan(0);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items.map((item) => item[field]));
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(all);
    }
  });

  it('gives the lines of a timeline whole', async () => {
    const { items } = await list('/incidents/1/timeline?limit=1');
    expect(items).toEqual([
      {
        id: 'p1.0',
        at: '2026-03-04T05:06:07.000Z',
        recorded_at: '2026-03-04T05:06:07.000Z',
        clock_source: 'received',
        type: 'note',
        actor: 'ann',
        source: 'api',
        text: 'first',
        data: { n: 1 },
      },
    ]);
  });

  it.each([
    ['?status=pending', [5, 2]],
    ['?status=dead,superseded', [4, 3]],
    ['?incident=2', [5, 4]],
  ])('lists deliveries by %s', async (query, ids) => {
    expect((await list(`/deliveries${query}`)).items.map(({ id }) => id)).toEqual(ids);
  });
}

function refusals({ fixture }: Api): void {
  it.each([
    ['/incidents?status=open', 'status=open'],
    ['/incidents?status=', 'status='],
    ['/incidents?severity=critical,bad', 'severity=critical,bad'],
    ['/incidents?since=yesterday', 'since=yesterday'],
    ['/incidents?until=0000-01-01T00:00:00Z', 'until='],
    ['/incidents?limit=0', 'limit=0'],
    ['/incidents?limit=101', 'limit=101'],
    ['/incidents?limit=ten', 'limit=ten'],
    ['/incidents?stauts=triggered', 'stauts'],
    ['/incidents?cursor=nonsense', 'cursor=nonsense'],
    [`/incidents?cursor=${Buffer.from('[9007199254740991]').toString('base64url')}`, 'cursor='],
    [`/incidents/1/timeline?cursor=${Buffer.from('[9e15,1,"a"]').toString('base64url')}`, 'cursor='],
    [`/incidents/1/timeline?cursor=${Buffer.from(String.raw`[1,1,"\u0000"]`).toString('base64url')}`, 'cursor='],
    ['/deliveries?status=sending', 'status=sending'],
    ['/deliveries?incident=one', 'incident=one'],
  ])('refuses %s and names it', async (path, named) => {
    const response = await fixture().get(`/api/v1${path}`);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { details: string[] } };
    expect(error.details).toHaveLength(1);
    expect(error.details[0]).toContain(named);
  });

  it.each(['99', '0', '-1', '1.5', 'one', '99999999999999999999', '1%00'])('has no incident %s', async (number) => {
    for (const below of ['', '/timeline', '/alerts']) {
      expect((await fixture().get(`/api/v1/incidents/${number}${below}`)).status).toBe(404);
    }
  });

  it.each(['/incidents', '/incidents/1', '/incidents/1/timeline', '/incidents/1/alerts', '/deliveries'])(
    '%s takes a viewer',
    async (path) => {
      const { get } = fixture(closedPolicy);
      const refused = await get(`/api/v1${path}`);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="tocsin"');
      expect((await get(`/api/v1${path}`, { authorization: 'Bearer viewer-token' })).status).toBe(200);
    },
  );
}

function acts({ engine, fixture }: Api): void {
  it('acts for a responder and answers with the incident', async () => {
    const { post, acts } = fixture(closedPolicy);
    const response = await post('/api/v1/incidents/1/acknowledge', '', { ...responder, 'x-request-id': 'r-1' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ number: 1, title: 'DiskFull on db-1' });
    expect(acts).toEqual([{ kind: 'acknowledge', incident: 1, by: 'oncall', correlationId: 'r-1' }]);
  });

  it('answers 202 with the entry when the effect takes longer', async () => {
    const { post } = fixture(openPolicy, { act: async () => ({ entry: 'entry-7', decided: false }) });
    const response = await post('/api/v1/incidents/2/resolve');
    expect([response.status, await response.json()]).toEqual([202, { entry: 'entry-7' }]);
  });

  it.each([
    ['a viewer', '/incidents/1/resolve', { authorization: 'Bearer viewer-token' }, 403],
    ['nobody', '/incidents/1/resolve', {}, 401],
    ["another site's page", '/incidents/1/resolve', { ...responder, origin: 'https://evil.test' }, 403],
    ['for an incident that is not', '/incidents/99/resolve', responder, 404],
    ['to acknowledge what is resolved', '/incidents/3/acknowledge', responder, 409],
  ])('does not act for %s', async (_, path, headers, status) => {
    const { post, acts } = fixture(closedPolicy);
    expect((await post(`/api/v1${path}`, '', headers)).status).toBe(status);
    expect(acts).toEqual([]);
  });

  it('answers 503 while the database is gone', async () => {
    const other = await openTestDatabase(engine);
    const { get } = httpFixture(openPolicy, { db: other.db });
    await other.close();
    expect((await get('/api/v1/incidents')).status).toBe(503);
    expect((await get('/', { accept: 'text/html' })).status).toBe(503);
  });
}
