import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { START } from '../../fakeClock.ts';
import { openTestDatabase } from '../../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../../startTestApp.ts';
import { alertsShape, groupsShape, receiversShape, statusShape } from './shapes.ts';

const YAML = `
server:
  listen: 0.0.0.0:9195
  api_tokens: [{ name: viewer, role: viewer, token: v }, { name: oncall, role: responder, token: r }]
integrations:
  - { name: prom, type: prometheus, token: p, labels: { env: prod, site: eu } }
  - { name: am, type: alertmanager, token: a }
grouping: [{ group_by: [cluster, alertname] }]
noise:
  inhibit_rules: [{ source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: [cluster] }]
  hold_down: [{ matchers: ['alertname="Slow"'], for: 10m }]
maintenance: [{ start: 2026-03-02T09:00:00Z, end: 2026-03-02T12:00:00Z, matchers: ['alertname="Moved"'] }]
time_intervals:
  - { name: mondays, time_intervals: [{ weekdays: ['monday:tuesday'], times: [{ start_time: '08:00', end_time: '24:00' }], location: Europe/Berlin }] }
route:
  receiver: default
  routes:
    - { matchers: ['team="x"', 'env="prod"'], receiver: team-x, continue: true }
    - { matchers: ['alertname="Quiet"'], receiver: night, mute_time_intervals: [mondays] }
    - { matchers: ['severity=~"warning|critical"'], receiver: sev }
receivers:
  - { name: default, console_configs: [{}] }
  - { name: team-x, console_configs: [{}] }
  - { name: night, console_configs: [{}] }
  - { name: sev, console_configs: [{}] }
`;
const at = (ms: number): string => new Date(START + ms).toISOString();
const M = 60_000;

let app: TestApp;
let close: () => Promise<void>;

async function call(method: string, path: string, token: string | null, body?: unknown, headers: Record<string, string> = {}) {
  const init = {
    method,
    headers: {
      host: 'tocsin.test',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
  const response = await app.app.http.fetch(new Request(`http://tocsin.test/api/v2${path}`, init));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

async function get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>> {
  const { status, body } = await call('GET', path, 'v');
  expect(status, JSON.stringify(body)).toBe(200);
  return shape.parse(body);
}

async function names(query: string): Promise<string[]> {
  const params = new URLSearchParams(query.split('&').map((pair) => /^([^=]+)=(.*)$/s.exec(pair)?.slice(1) as [string, string]));
  const alerts = await get(`/alerts?${params}`, alertsShape);
  return alerts.map(({ labels }) => labels.alertname ?? '').sort();
}

beforeAll(async () => {
  const database = await openTestDatabase('pglite');
  app = await startTestApp({ database, yaml: YAML });
  close = async () => {
    await app.app.close();
    await database.close();
  };
  const fired = (labels: Record<string, string>, over: object = {}) => ({
    labels,
    annotations: { summary: 'oh' },
    startsAt: at(-M),
    endsAt: at(4 * M),
    generatorURL: 'http://prometheus.test/graph?g0.expr=up',
    ...over,
  });
  const alerts = [
    fired({ alertname: 'Down', severity: 'critical', cluster: 'c1', team: 'x' }),
    fired({ alertname: 'Degraded', severity: 'warning', cluster: 'c1', env: 'lab', nothing: '' }),
    fired({ alertname: 'Other', severity: 'warning', cluster: 'c2' }, { endsAt: undefined, generatorURL: '' }),
    fired({ alertname: 'Moved', severity: 'page' }),
    fired({ alertname: 'Quiet' }),
    fired({ alertname: 'Slow' }),
    fired({ alertname: 'Over' }, { endsAt: at(-1) }),
  ];
  expect(await call('POST', '/alerts', 'p', alerts)).toMatchObject({ status: 200, body: null });
  await app.app.drain();
});
afterAll(() => close());

describe('GET /api/v2/alerts', () => {
  it('shows what fires as it was sent, by fingerprint, in the shape that programs know', async () => {
    const alerts = await get('/alerts', alertsShape);
    const prints = alerts.map(({ fingerprint }) => fingerprint);
    expect(prints).toEqual([...prints].sort());
    expect(alerts.find(({ labels }) => labels.alertname === 'Degraded')).toMatchObject({
      labels: { alertname: 'Degraded', severity: 'warning', cluster: 'c1', env: 'lab' },
      annotations: { summary: 'oh' },
      startsAt: at(-M),
      endsAt: at(4 * M),
      updatedAt: at(0),
      generatorURL: 'http://prometheus.test/graph?g0.expr=up',
      receivers: [{ name: 'sev' }],
    });
    const other = alerts.find(({ labels }) => labels.alertname === 'Other');
    expect(other).toMatchObject({ endsAt: at(5 * M) });
    expect(other).not.toHaveProperty('generatorURL');
    expect(alerts.find(({ labels }) => labels.alertname === 'Down')?.receivers).toEqual([{ name: 'team-x' }, { name: 'sev' }]);
  });

  it('says what suppresses an alert', async () => {
    const alerts = await get('/alerts', alertsShape);
    const status = Object.fromEntries(alerts.map(({ labels, status }) => [labels.alertname, status]));
    const down = alerts.find(({ labels }) => labels.alertname === 'Down')?.fingerprint;
    const plain = { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [] };
    expect(status).toEqual({
      Down: plain,
      Degraded: { ...plain, state: 'suppressed', inhibitedBy: [down] },
      Other: plain,
      Moved: { ...plain, state: 'suppressed', mutedBy: ['maintenance'] },
      Quiet: { ...plain, state: 'suppressed', mutedBy: ['mondays'] },
      Slow: plain,
    });
  });

  it.each<[string, string[]]>([
    ['filter=alertname="Down"', ['Down']],
    ['filter=severity=~"warn.*"&filter=cluster!="c1"', ['Other']],
    ['filter={severity="warning",cluster="c2"}', ['Other']],
    ['filter=severity=""', ['Quiet', 'Slow']],
    ['filter=severity=critical', ['Down']],
    // As sent: neither the word that "page" means, nor the integration's labels.
    ['filter=env="prod"', []],
    ['filter=env="lab"', ['Degraded']],
    ['filter=site!=""', []],
    ['active=false', ['Degraded', 'Moved', 'Quiet']],
    ['inhibited=false', ['Down', 'Moved', 'Other', 'Quiet', 'Slow']],
    ['active=false&inhibited=0&silenced=no', ['Moved', 'Quiet']],
    ['unprocessed=false', ['Degraded', 'Down', 'Moved', 'Other', 'Quiet', 'Slow']],
    ['receiver=team-.*', ['Down']],
    ['receiver=team', []],
    ['receiver=default|night', ['Quiet', 'Slow']],
    ['receiver_matchers=owner="me"', []],
    ['receiver_matchers=owner!="me"&receiver=night', ['Quiet']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it.each([
    ['/alerts?filter=foo', 'bad matcher format: foo'],
    ['/alerts?filter=', 'bad matcher format: '],
    [`/alerts/groups?filter=${encodeURIComponent('a=~"(?=x)"')}`, 'bad matcher format: a=~"(?=x)"'],
    ['/alerts?receiver=%28', 'failed to parse receiver param: the regex "("'],
    ['/alerts?receiver_matchers=x', 'bad matcher format: x (parameter receiver_matchers'],
    ['/silences?filter=zz', 'bad matcher format: zz'],
    ['/receivers?receiver_matchers=zz', 'bad matcher format: zz'],
  ])('refuses %s with 400 and the value', async (path, message) => {
    const { status, body } = await call('GET', path, 'v');
    expect(status).toBe(400);
    expect(body).toEqual(expect.stringContaining(message));
  });
});

describe('GET /api/v2/alerts/groups', () => {
  it('has an incident as a group of each receiver, in order', async () => {
    const groups = await get('/alerts/groups', groupsShape);
    expect(groups.map(({ labels, receiver, alerts }) => [labels, receiver.name, alerts.length])).toEqual([
      [{ alertname: 'Moved' }, 'sev', 1],
      [{ alertname: 'Quiet' }, 'night', 1],
      [{ alertname: 'Slow' }, 'default', 1],
      [{ alertname: 'Degraded', cluster: 'c1' }, 'sev', 1],
      [{ alertname: 'Down', cluster: 'c1' }, 'sev', 1],
      [{ alertname: 'Down', cluster: 'c1' }, 'team-x', 1],
      [{ alertname: 'Other', cluster: 'c2' }, 'sev', 1],
    ]);
  });

  it('narrows them down, and leaves out what is empty then', async () => {
    const shown = async (query: string) =>
      (await get(`/alerts/groups?${query}`, groupsShape)).map(({ labels, receiver }) => `${labels.alertname} ${receiver.name}`);
    expect(await shown('receiver=team-x')).toEqual(['Down team-x']);
    expect(await shown('filter=cluster%3D%22c1%22&inhibited=false')).toEqual(['Down sev', 'Down team-x']);
    expect(await shown('muted=false&receiver=sev|default')).toEqual(['Slow default', 'Down sev', 'Other sev']);
  });
});

describe('POST /api/v2/alerts', () => {
  it('takes the good ones and answers 400 with what is wrong with the others', async () => {
    const good = { labels: { alertname: 'Half' } };
    const answer = await call('POST', '/alerts', 'p', [{ labels: { alertname: '' } }, good, 7]);
    await app.app.drain();
    expect(answer.status).toBe(400);
    expect(answer.body).toBe('alert 0: it has no labels; alert 2: the alert is not an object; the other alerts were taken');
    expect(await names('filter=alertname="Half"')).toEqual(['Half']);
    await call('POST', '/alerts', 'p', [{ ...good, endsAt: at(0) }]);
    await app.app.drain();
    expect(await names('filter=alertname="Half"')).toEqual([]);
  });

  it.each<[string, number, string | null, unknown, Record<string, string>]>([
    ['nobody', 401, null, [], {}],
    ['a stranger', 401, 'q', [], {}],
    ['an API token', 401, 'r', [], {}],
    ['an Alertmanager', 401, 'a', [], {}],
    ['an object', 400, 'p', {}, {}],
    ['no JSON', 400, 'p', 'nonsense', {}],
    ['compressed', 415, 'p', [], { 'content-encoding': 'gzip' }],
    ['a form', 415, 'p', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nothing at all', 200, 'p', [], {}],
  ])('%s: %i', async (_, expected, token, body, headers) => {
    const { status, body: said } = await call('POST', '/alerts', token, body, headers);
    expect(status).toBe(expected);
    if (expected !== 200) expect(said).toEqual(expect.any(String));
  });

  it('is not where an Alertmanager posts, nor the other way round', async () => {
    expect((await call('POST', '/alerts', 'a', [])).body).toContain(
      '"am" is of type alertmanager: it posts to /webhooks/alertmanager',
    );
    const { status, body } = await app.post({ alerts: [] }, { token: 'p' });
    expect(status).toBe(401);
    expect(JSON.stringify(body)).toContain('of type prometheus');
    expect((await app.post('[]', { integration: 'prom', token: 'p' })).status).toBe(401);
  });
});

describe('GET /api/v2/status and /receivers', () => {
  it('say what programs ask for', async () => {
    const { config, cluster, versionInfo, uptime } = await get('/status', statusShape);
    expect(cluster).toEqual({ status: 'disabled', peers: [] });
    expect(uptime).toBe(at(0));
    expect(versionInfo).toMatchObject({ version: '0.34.0', revision: 'tocsin-0.0.0-test' });
    expect(config.original).toContain('receiver: team-x');
    expect(await get('/receivers', receiversShape)).toEqual(['default', 'team-x', 'night', 'sev'].map((name) => ({ name })));
    expect(await get('/receivers?receiver_matchers=owner%3D%22me%22', receiversShape)).toEqual([]);
  });

  it('/metrics names the version that karma looks for', async () => {
    expect((await app.get('/metrics')).body).toContain('alertmanager_build_info{version="0.34.0"} 1');
  });
});

describe('who may do what, and what is not there', () => {
  it.each<[string, string, string | null, number]>([
    ['GET', '/status', null, 401],
    ['GET', '/alerts', null, 401],
    ['GET', '/alerts', 'p', 401],
    ['GET', '/alerts/groups', null, 401],
    ['GET', '/receivers', null, 401],
    ['GET', '/silences', null, 401],
    ['GET', '/silences', 'v', 200],
    ['POST', '/silences', 'v', 403],
    ['DELETE', '/silence/11111111-1111-4111-8111-111111111111', 'v', 403],
    ['DELETE', '/silence/11111111-1111-4111-8111-111111111111', 'r', 404],
    ['GET', '/silence/11111111-1111-4111-8111-111111111111', 'v', 404],
    ['GET', '/silence/no-uuid', 'v', 404],
    ['PUT', '/alerts', 'v', 405],
    ['DELETE', '/silences', 'r', 405],
    ['GET', '/nothing', 'v', 404],
  ])('%s %s by %s: %i', async (method, path, token, expected) => {
    const { status, body } = await call(method, path, token);
    expect(status).toBe(expected);
    if (expected !== 200) expect(body).toEqual(expect.any(String));
  });
});
