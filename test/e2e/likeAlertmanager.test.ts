import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, serve } from '../http/alertmanagerApi/serving.ts';
import { ALERTMANAGER, RealAlertmanager } from './realAlertmanager.ts';

if (!ALERTMANAGER)
  console.warn(
    "\nSKIPPED: comparing /api/v2 with a real Alertmanager's, because this machine has none (prometheus-alertmanager)\n",
  );

/** What both are told: the same routes, inhibition and receivers. */
const COMMON = {
  receivers: ['default', 'team-x', 'sev'].map((name) => ({ name })),
  inhibit_rules: [
    { source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: ['cluster'] },
    { source_matchers: ['alertname="Both"'], target_matchers: ['alertname="Both"'], equal: [] },
  ],
  route: {
    receiver: 'default',
    routes: [
      { matchers: ['team="x"'], receiver: 'team-x', continue: true },
      { matchers: ['severity=~"warning|critical"'], receiver: 'sev' },
    ],
  },
};
const { inhibit_rules, route, receivers } = COMMON;
const THEIRS = {
  receivers,
  inhibit_rules,
  route: { ...route, group_by: ['alertname', 'cluster'], group_wait: '10ms', group_interval: '100ms' },
};
const OURS = { receivers, route, noise: { inhibit_rules }, grouping: [{ group_by: ['alertname', 'cluster'] }] };

const M = 60_000;
/** A whole minute, so that times that are a moment apart can be compared. */
const now = Math.floor(Date.now() / M) * M;
const at = (ms: number): string => new Date(now + ms).toISOString();
const fires = (labels: Record<string, string>, over: object = {}) => ({ labels, startsAt: at(-M), endsAt: at(60 * M), ...over });
const ALERTS = [
  fires({ alertname: 'Down', severity: 'critical', cluster: 'c1', team: 'x' }, { annotations: { summary: 'a "b" \n c' } }),
  fires({ alertname: 'Slow', severity: 'warning', cluster: 'c1' }, { generatorURL: 'http://prometheus.test/graph?g0.expr=up' }),
  fires({ alertname: 'Slow', severity: 'warning', cluster: 'c2' }),
  fires({ alertname: 'Slow', severity: 'warning', cluster: 'c2', instance: 'b', empty: '' }),
  fires({ alertname: 'Both', instance: '1' }),
  fires({ alertname: 'Both', instance: '2' }),
  fires({ alertname: 'Alone', severity: 'warning' }),
  fires({ severity: 'critical', name: 'without alertname', cluster: 'c9' }),
  fires({ alertname: 'Über "x"', note: 'a\\b\n' }),
  fires({ alertname: 'Silenced', team: 'x' }),
  fires({ alertname: 'Over' }, { endsAt: at(-1_000) }),
];
const BAD: readonly unknown[] = [
  { labels: { alertname: '' } },
  { labels: { alertname: 'Backwards' }, startsAt: at(0), endsAt: at(-1) },
  { labels: { alertname: 'Future' }, startsAt: at(60 * M) },
];
const SILENCE = {
  matchers: [
    { name: 'alertname', value: 'Sil.*', isRegex: true, isEqual: true },
    { name: 'zone', value: 'z9', isRegex: false, isEqual: false },
  ],
  startsAt: at(0),
  endsAt: at(30 * M),
  createdBy: 'ada',
  comment: 'known',
};

const QUERIES = [
  '',
  'filter=alertname="Slow"',
  'filter=alertname=~"S.*"&filter=cluster!="c1"',
  'filter=cluster=""',
  'filter=team!=""',
  'filter=note!~".+"',
  'filter=severity=critical',
  'filter=nothing="x"',
  'active=false',
  'silenced=false',
  'inhibited=false',
  'silenced=false&inhibited=false',
  'active=false&silenced=false',
  'silenced=0&inhibited=yes',
  'unprocessed=false',
  'receiver=team-x',
  'receiver=team',
  'receiver=team.*|default',
];

const UNLIKE = new Set(['updatedAt', 'mutedBy', 'routeLabels']);

/** Without what differs by time and version: what newer ones have more, ids, and when each heard of it. */
function alike(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(alike);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !UNLIKE.has(name));
  return Object.fromEntries(
    entries.map(([name, inner]): [string, unknown] => {
      // Ours are rounded up to whole seconds.
      if (name === 'endsAt') return [name, Math.floor(Date.parse(inner as string) / 30_000)];
      if (name === 'silencedBy') return [name, (inner as unknown[]).length];
      // Of groups, the real one lists them in any order.
      if (name === 'receivers') return [name, (inner as { name: string }[]).map((each) => each.name).sort()];
      if (name === 'alerts') return [name, (alike(inner) as { fingerprint: string }[]).sort(byFingerprint)];
      return [name, alike(inner)];
    }),
  );
}

function byFingerprint(a: { fingerprint: string }, b: { fingerprint: string }): number {
  return a.fingerprint < b.fingerprint ? -1 : 1;
}

let folder: string;
let theirs: RealAlertmanager;
let ours: Serving;

async function ask(
  url: string,
  path: string,
  init?: RequestInit,
): Promise<{ status: number; type: string | null; body: unknown }> {
  const response = await fetch(`${url}/api/v2${path}`, init);
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), body: text === '' ? '' : JSON.parse(text) };
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function both(path: string, init?: RequestInit) {
  const [a, b] = await Promise.all([ask(theirs.url, path, init), ask(ours.url, path, init)]);
  return { theirs: a, ours: b };
}

/** Queries are written as people read them. */
function encoded(query: string): string {
  return query
    .split('&')
    .map((pair) => pair.replace(/=(.*)$/s, (_, value: string) => `=${encodeURIComponent(value)}`))
    .join('&');
}

beforeAll(async () => {
  if (!ALERTMANAGER) return;
  folder = await mkdtemp(join(tmpdir(), 'tocsin-like-'));
  [theirs, ours] = await Promise.all([RealAlertmanager.start(folder, JSON.stringify(THEIRS)), serve(JSON.stringify(OURS))]);
  const silenced = await both('/silences', post(SILENCE));
  expect([silenced.theirs.status, silenced.ours.status]).toEqual([200, 200]);
  const posted = await both('/alerts', post(ALERTS));
  expect(posted.ours).toEqual(posted.theirs);
  await ours.settled();
}, 60_000);
afterAll(async () => {
  if (!ALERTMANAGER) return;
  await theirs.stop();
  await ours.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(!ALERTMANAGER)('the same alerts at a real Alertmanager and here', { timeout: 60_000 }, () => {
  it.each(QUERIES)('GET /alerts?%s', async (query) => {
    const answers = await both(`/alerts?${encoded(query)}`);
    expect(alike(answers.ours)).toEqual(alike(answers.theirs));
  });

  it.each(QUERIES)('GET /alerts/groups?%s', async (query) => {
    const answers = await both(`/alerts/groups?${encoded(query)}`);
    expect(alike(answers.ours)).toEqual(alike(answers.theirs));
  });

  it('has found something to compare', async () => {
    const { body } = await ask(ours.url, '/alerts');
    expect(body).toHaveLength(10);
    const states = (body as { status: { state: string } }[]).map(({ status }) => status.state);
    expect(states.filter((state) => state === 'suppressed').length).toBeGreaterThanOrEqual(2);
  });

  it('the silence, and finding it', async () => {
    for (const query of [
      '',
      'filter=alertname=~"Sil.*"',
      'filter=alertname="Silenced"',
      'filter=zone!="z9"',
      'filter=zone="z9"',
    ]) {
      const answers = await both(`/silences?${encoded(query)}`);
      const bare = (list: unknown) =>
        (list as Record<string, unknown>[]).map(({ id: _, updatedAt: __, startsAt: ___, annotations: ____, ...rest }) => rest);
      expect(bare(answers.ours.body), query).toEqual(bare(answers.theirs.body));
    }
  });

  it.each(['/alerts?filter=foo', '/alerts?filter=', '/alerts?receiver=%28', '/alerts/groups?filter=a', '/silences?filter=a'])(
    'refuses %s alike',
    async (path) => {
      const answers = await both(path);
      expect([answers.ours.status, answers.ours.type]).toEqual([answers.theirs.status, answers.theirs.type]);
      // Ours goes on and says more.
      const [first = ''] = String(answers.theirs.body).split(': error parsing');
      expect(String(answers.ours.body)).toContain(first);
    },
  );

  const bodies: readonly unknown[] = [...BAD.map((alert) => [alert]), '{}', 'nonsense', []];
  it.each(bodies.map((body) => ({ body })))('answers the post of $body with the same status', async ({ body }) => {
    const answers = await both('/alerts', post(body));
    expect(answers.ours.status).toBe(answers.theirs.status);
  });

  it('takes the good ones beside bad ones', async () => {
    const good = fires({ alertname: 'Good' });
    const answers = await both('/alerts', post([BAD[0], good, BAD[1]]));
    expect([answers.ours.status, answers.theirs.status]).toEqual([400, 400]);
    await ours.settled();
    const shown = await both(`/alerts?${encoded('filter=alertname="Good"')}`);
    expect(alike(shown.ours)).toEqual(alike(shown.theirs));
    expect(shown.ours.body).toHaveLength(1);
  });

  it('answers silences that are wrong with the same status', async () => {
    const wrong = [
      { ...SILENCE, matchers: [{ name: 'alertname', value: '', isRegex: false }] },
      { ...SILENCE, startsAt: at(20 * M), endsAt: at(10 * M) },
      { ...SILENCE, startsAt: at(-20 * M), endsAt: at(-10 * M) },
      { ...SILENCE, matchers: [{ name: 'alertname', value: '(', isRegex: true }] },
      { ...SILENCE, id: '11111111-1111-4111-8111-111111111111' },
    ];
    for (const silence of wrong) {
      const answers = await both('/silences', post(silence));
      expect([answers.ours.status, typeof answers.ours.body]).toEqual([answers.theirs.status, typeof answers.theirs.body]);
    }
  });

  it('the receivers', async () => {
    const answers = await both('/receivers');
    expect(answers.ours).toEqual(answers.theirs);
  });

  it('its own configuration, as the real one reads it', async () => {
    const { body } = await ask(ours.url, '/status');
    const read = await RealAlertmanager.start(folder, (body as { config: { original: string } }).config.original);
    await read.stop();
  });
});
