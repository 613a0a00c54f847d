import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpDeps } from '../../../src/http/deps.ts';
import type { PolicySource } from '../../../src/pipeline/policy.ts';
import type { ServiceChange } from '../../../src/pipeline/serviceChange.ts';
import type { OpenDatabase } from '../../../src/store/open.ts';
import { changes as table } from '../../../src/store/ruleSchema.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { closedPolicy, httpFixture, JSON_TYPE, NOW, openPolicy } from '../httpFixture.ts';

const RESPONDER = { ...JSON_TYPE, authorization: 'Bearer responder-token' };
const policyWith = (...services: string[]): Partial<HttpDeps> => ({
  policy: () => ({ services: services.map((name) => ({ name })) }) as unknown as PolicySource,
});

describe('POST /api/v1/changes', () => {
  const post = async (body: unknown, over: Partial<HttpDeps> = policyWith()) => {
    const fixture = httpFixture(closedPolicy, over);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fixture.post('/api/v1/changes', text, RESPONDER);
    return { status: response.status, body: await response.json(), told: fixture.told };
  };

  it('takes a change, and answers with what was recorded', async () => {
    const sent = {
      service: 'checkout',
      cluster: 'eu-1',
      at: '2026-03-04T05:00:00Z',
      summary: ' checkout 1.4.2 ',
      version: '1.4.2',
    };
    const { status, body, told } = await post({ ...sent, url: 'https://ci.test/7', labels: JSON.parse('{"__proto__":"x"}') });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ ...sent, at: '2026-03-04T05:00:00.000Z', summary: 'checkout 1.4.2', ended_at: null, by: 'oncall', warnings: [] },
    });
    expect(told).toMatchObject([{ service: 'checkout', at: Date.parse('2026-03-04T05:00:00Z'), by: 'oncall', endedAt: null }]);
    expect(Object.entries(told[0]?.labels ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('takes a list, in its order, and now for a time that is not given', async () => {
    const { body, told } = await post([
      { service: 'b', summary: 'x' },
      { service: 'a', summary: 'y', started_at: '2026-03-04T05:00:00+01:00', ended_at: '2026-03-04T05:06:07Z' },
    ]);
    expect(told.map(({ service, cluster, at, endedAt }) => [service, cluster, at, endedAt])).toEqual([
      ['b', '', NOW, null],
      ['a', '', Date.parse('2026-03-04T04:00:00Z'), NOW],
    ]);
    expect(body).toMatchObject({ items: [{ service: 'b', cluster: null }, { service: 'a' }] });
    expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  });

  it('answers 202 with the entry while it is not decided', async () => {
    const submit = async () => ({ entry: 'entry-7', decided: false });
    const { status, body } = await post({ service: 'a', summary: 'x' }, { ...policyWith(), submit });
    expect([status, body]).toEqual([202, { entry: 'entry-7' }]);
  });

  it('records a service that is not configured, and says so', async () => {
    const { status, body } = await post({ service: 'chekout', summary: 'x' }, policyWith('checkout', 'orders'));
    expect(status).toBe(201);
    expect(body).toMatchObject({ warnings: [expect.stringMatching(/service = "chekout": .*did you mean "checkout"\?/)] });
  });

  const good = { service: 'a', summary: 'x' };
  it.each([
    ['no JSON', '{', 'The body is not JSON'],
    ['no object', 'true', 'the body: send an object such as'],
    ['an empty list', [], 'A list of 0 changes: send 1 to 1000'],
    ['no service', { summary: 'x' }, 'service: is missing; write it as in {"service"'],
    ['an empty service', { ...good, service: '  ' }, 'service = "  ": is empty'],
    ['a service as a number', { ...good, service: 7 }, 'service = 7: must be text'],
    ['a line break in a name', { ...good, cluster: 'a\nb' }, 'cluster = "a\\nb": holds control characters'],
    ['half a character', { ...good, service: '\ud800' }, 'is not well-formed Unicode'],
    ['no summary', { service: 'a' }, 'summary: is missing'],
    ['a long summary', { ...good, summary: 'x'.repeat(1_001) }, 'is longer than 1000 characters; shorten it'],
    ['a word for a time', { ...good, at: 'yesterday' }, 'at = "yesterday": is not a time; write it as 2026-01-31T12:00:00Z'],
    ['a number for a time', { ...good, at: 1_700_000_000 }, 'at = 1700000000: is not a time'],
    ['the 30th of February', { ...good, at: '2026-02-30T00:00:00Z' }, 'is not a time'],
    ['the future', { ...good, at: '2026-03-04T05:11:08Z' }, 'lies in the future'],
    [
      'an end in the future',
      { ...good, ended_at: '2027-01-01T00:00:00Z' },
      'ended_at = "2027-01-01T00:00:00Z": lies in the future',
    ],
    ['two beginnings', { ...good, at: '2026-03-04T05:00:00Z', started_at: '2026-03-04T05:00:00Z' }, 'stands beside at'],
    ['an end before its beginning', { ...good, ended_at: '2026-03-04T05:00:00Z' }, 'is before it began; put the end after at'],
    ['no link', { ...good, url: 'javascript:alert(1)' }, 'url = "javascript:alert(1)": is not a link'],
    ['labels in a list', { ...good, labels: ['a'] }, 'labels = a list: must be an object of texts'],
    ['a label that is no text', { ...good, labels: { a: 1 } }, 'has no fit text under "a"'],
    ['a key that is not known', { ...good, sevice: 'a' }, 'sevice: there is no such key'],
    ['the second of a list', [good, { ...good, at: 'x' }], '[1].at = "x": is not a time'],
  ])('refuses %s', async (_name, sent, said) => {
    const { status, body, told } = await post(sent);
    expect([status, told]).toEqual([400, []]);
    expect((body as { error: { message: string } }).error.message).toContain(said);
  });

  it('takes the time of a clock that is a little ahead', async () => {
    expect((await post({ ...good, at: '2026-03-04T05:11:07Z' })).status).toBe(201);
  });

  it('survives a value that is nested deeply', async () => {
    const { status } = await post(`{"service": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "summary": "x"}`);
    expect(status).toBe(400);
  });

  it.each([
    ['a viewer', { ...JSON_TYPE, authorization: 'Bearer viewer-token' }, 403],
    ['who only sends alerts', { ...JSON_TYPE, authorization: 'Bearer prod-token' }, 401],
    ['nobody', JSON_TYPE, 401],
    ["another site's page", { ...RESPONDER, origin: 'https://evil.test' }, 403],
    ['what is not JSON', { authorization: 'Bearer responder-token', 'content-type': 'text/plain' }, 415],
  ])('is not for %s', async (_name, headers, status) => {
    const fixture = httpFixture(closedPolicy, policyWith());
    expect((await fixture.post('/api/v1/changes', JSON.stringify(good), headers)).status).toBe(status);
    expect(fixture.told).toEqual([]);
  });
});

describe.each(ENGINES)('GET /api/v1/changes on %s', (engine) => {
  let database: OpenDatabase;
  const change = (n: number, service: string, minutes: number): ServiceChange => ({
    ...{ id: `00000000-0000-7000-8000-00000000000${n}`, service, cluster: n === 1 ? 'eu-1' : '' },
    ...{ at: NOW + minutes * 60_000, endedAt: null, summary: `change ${n}`, version: null, url: null, labels: {}, by: 'ci' },
  });
  const list = async (query: string, headers = {}) => {
    const response = await httpFixture(openPolicy, { db: database.db }).get(`/api/v1/changes${query}`, headers);
    return (await response.json()) as { items: { summary: string }[]; next_cursor: string | null };
  };
  const said = async (query: string): Promise<string[]> => (await list(query)).items.map(({ summary }) => summary);
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const rows = [change(1, 'a', 0), change(2, 'b', 5), change(3, 'a', 5), change(4, 'a', 9)];
    await database.db.insert(table).values(rows);
  });
  afterAll(() => database.close());

  it('lists the newest first', async () => {
    expect(await said('')).toEqual(['change 4', 'change 3', 'change 2', 'change 1']);
    expect((await list('?service=a')).items.at(-1)).toMatchObject({ cluster: 'eu-1', at: '2026-03-04T05:06:07.000Z' });
  });

  it.each([
    ['?service=a', ['change 4', 'change 3', 'change 1']],
    ['?since=2026-03-04T05:11:07Z', ['change 4', 'change 3', 'change 2']],
    ['?until=2026-03-04T05:11:07Z', ['change 1']],
    ['?service=nobody', []],
  ])('%s', async (query, expected) => {
    expect(await said(query)).toEqual(expected);
  });

  it('goes on where a page ended, also among changes of one moment', async () => {
    const first = await list('?limit=2');
    expect(await said(`?limit=2&cursor=${first.next_cursor}`)).toEqual(['change 2', 'change 1']);
    expect((await list('?limit=4')).next_cursor).toBeNull();
  });

  it.each(['?since=yesterday', '?sevice=a', '?cursor=x', '?limit=501'])('refuses %s', async (query) => {
    expect((await httpFixture(openPolicy, { db: database.db }).get(`/api/v1/changes${query}`)).status).toBe(400);
  });
});
