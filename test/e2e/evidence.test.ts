import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START } from '../fakeClock.ts';
import { startJaeger } from '../fakes/jaeger.ts';
import { startLoki } from '../fakes/loki.ts';
import { startPagerDuty } from '../fakes/pagerduty.ts';
import { startPrometheus } from '../fakes/prometheus.ts';
import { startSlack } from '../fakes/slack.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SECRET = ['hunter', '2-but-longer'].join('');
const LABELS = { alertname: 'CheckoutErrors', severity: 'critical', namespace: 'shop', service: 'checkout' };
const EXPRESSION = 'rate(http_errors[5m]) > 0.5';

const lines = [
  ...Array.from({ length: 12 }, (_, i) => ({
    at: START - 3 * MINUTE + i * SECOND,
    text: `level=error msg="payment ${1000 + i} failed: card declined" trace_id=${TRACE} password=${SECRET}`,
  })),
  ...Array.from({ length: 5 }, (_, i) => ({
    at: START - 2 * MINUTE + i * SECOND,
    text: `level=error msg="retry ${i} of order ${i * 7}"`,
  })),
  { at: START - 90 * SECOND, text: 'level=error msg="pool exhausted"' },
  // Of the hour before: nothing new.
  { at: START - 30 * MINUTE, text: 'level=error msg="retry 9 of order 77"' },
].map((line) => ({ ...line, labels: { namespace: 'shop', app: 'checkout' } }));

type Fakes = Awaited<ReturnType<typeof startFakes>>;

async function startFakes() {
  const fakes = {
    pagerduty: await startPagerDuty(),
    slack: await startSlack(),
    loki: await startLoki(),
    jaeger: await startJaeger(),
    prometheus: await startPrometheus(),
  };
  fakes.loki.lines.set('prod', lines);
  fakes.jaeger.traces.push({
    ...{ id: TRACE, service: 'checkout', operation: 'POST /pay', startedAt: START - 2 * MINUTE, durationMs: 4_200 },
    ...{ hasError: true, calls: ['bank'] },
  });
  fakes.prometheus.expressions.set('rate(http_errors[5m])', [
    { metric: LABELS, at: (seconds) => (seconds * 1000 < START - 4 * MINUTE ? '0.1' : '2.5') },
  ]);
  return fakes;
}

function yamlFor({ pagerduty, slack, loki, jaeger, prometheus }: Fakes, folder: string, gone: string): string {
  return JSON.stringify({
    pagerduty: { events_url: pagerduty.url, api_url: pagerduty.url, api_token: pagerduty.rest.token, from: pagerduty.rest.from },
    slack: { api_url: slack.url, bot_token: slack.token },
    runbooks: { folder },
    logs: {
      sources: [
        {
          name: 'loki',
          type: 'loki',
          url: loki.url,
          tenant: 'prod',
          query: '{namespace="{{ labels.namespace }}", app="{{ labels.service }}"}',
        },
        { name: 'gone', type: 'victorialogs', url: gone, query: 'app:="{{ labels.service }}"' },
      ],
    },
    traces: [{ name: 'jaeger', type: 'jaeger', url: jaeger.url, service: '{{ labels.service }}' }],
    metrics: [{ name: 'prometheus', type: 'prometheus', url: prometheus.url }],
    links: [{ name: 'Dashboard', url: 'https://grafana.example.com/d/shop?var-service={{ labels.service }}&from={{ from_ms }}' }],
    route: { receiver: 'oncall' },
    receivers: [
      { name: 'oncall', pagerduty_configs: [{ routing_key: 'a'.repeat(32) }], slack_configs: [{ channel: '#payments' }] },
    ],
  });
}

describe.each(ENGINES)('an alert with evidence, on %s', (kind) => {
  let fakes: Fakes;
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let test: TestApp;
  beforeAll(async () => {
    fakes = await startFakes();
    database = await openTestDatabase(kind);
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-runbooks-'));
    writeFileSync(join(folder, 'checkout.md'), `# CheckoutErrors\n\nAsk the bank first. The old key was password=${SECRET}\n`);
    test = await startTestApp({ database, yaml: yamlFor(fakes, folder, await nobodysAddress()) });
    const annotations = { summary: `Payments fail, token=${SECRET}` };
    const generatorURL = `${fakes.prometheus.url}/graph?g0.expr=${encodeURIComponent(EXPRESSION)}&g0.tab=1`;
    const startsAt = new Date(START - MINUTE).toISOString();
    const alerts = [{ status: 'firing', labels: LABELS, annotations, startsAt, endsAt: '0001-01-01T00:00:00Z', generatorURL }];
    const posted = await test.post({ version: '4', groupKey: 'g', groupLabels: { alertname: LABELS.alertname }, alerts });
    expect(posted.status).toBe(200);
    await test.app.drain();
  }, 60_000);
  afterAll(async () => {
    await test.app.close();
    await database.close();
    for (const fake of Object.values(fakes)) await fake.close();
  });

  it('is paged before any source is asked', () => {
    expect(fakes.pagerduty.events.map(({ effect }) => effect)).toEqual(['opened']);
    expect(fakes.slack.calls[0]).toBe('chat.postMessage');
  });

  it('has patterns with counts, traces and a graph in its message in Slack, what is new first', () => {
    const [message] = fakes.slack.inChannel('#payments');
    const shown = JSON.stringify(message?.blocks);
    expect(message?.edits).toBeGreaterThan(0);
    for (const part of ['12×', 'payment', 'card declined', '5×', 'retry', 'pool exhausted', '4.2 s', 'POST /pay', 'slack_file'])
      expect(shown).toContain(part);
    expect(shown.indexOf('pool exhausted')).toBeLessThan(shown.indexOf('retry'));
    expect(shown).toContain('gone: cannot be reached (ECONNREFUSED)');
  });

  it('has every line in a file of its thread, and a note at PagerDuty', () => {
    const [message] = fakes.slack.inChannel('#payments');
    expect(JSON.stringify(fakes.slack.replies(message?.ts ?? ''))).toContain('incident-1-loki');
    expect(JSON.stringify(fakes.pagerduty.rest)).toContain('card declined');
  });

  it('has all of it over the API, with queries and times, and its runbook', async () => {
    const { body } = await test.get('/api/v1/incidents/1');
    expect(body).toMatchObject({
      runbooks: [{ source: 'folder', section: { heading: 'CheckoutErrors' } }],
      links: expect.arrayContaining([expect.objectContaining({ name: 'Dashboard' })]),
      evidence: [
        { kind: 'logs', source: 'loki', status: 'found', query: '{namespace="shop", app="checkout"}', logs: { lines: 18 } },
        { kind: 'logs', source: 'gone', status: 'failed', because: 'cannot be reached (ECONNREFUSED)' },
        { kind: 'traces', source: 'jaeger', status: 'found', traces: { traces: [{ id: TRACE, has_error: true }] } },
        { kind: 'graph', source: 'prometheus', status: 'found', graph: { threshold: 0.5 } },
      ],
    });
    const svg = await test.get('/api/v1/incidents/1/evidence/1.1.03/graph.svg');
    expect(svg).toMatchObject({ status: 200, body: expect.stringContaining('<svg') });
    const page = await test.get('/incidents/1');
    expect(page.body).toContain('card declined');
  });

  it('says on its timeline what came', async () => {
    const { body } = await test.get('/api/v1/incidents/1/timeline');
    expect(JSON.stringify(body)).toContain(
      'loki: 3 patterns in 18 lines, 2 new; gone: cannot be reached (ECONNREFUSED); jaeger: 1 trace',
    );
  });

  it('lets no secret out: not to anybody, not into the database but for the journal, not onto a page or into the log', async () => {
    const sent = [fakes.pagerduty, fakes.slack].map(({ history }) => JSON.stringify(history)).join();
    expect(sent).not.toContain(SECRET);
    expect(JSON.stringify(test.logged)).not.toContain(SECRET);
    for (const path of [
      '/api/v1/incidents/1',
      '/incidents/1',
      '/api/v1/incidents/1/timeline',
      '/api/v1/incidents/1/evidence/1.1.00/log',
    ]) {
      const { status, body } = await test.get(path);
      expect({ path, status, leaks: JSON.stringify(body).includes(SECRET) }).toEqual({ path, status: 200, leaks: false });
    }
    const { rows } = await dump(database.db);
    expect(rows.filter((row) => row.includes(SECRET))).toEqual([]);
  });
});

/** Where nobody listens. */
async function nobodysAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Every row that is kept, but for the journal's. */
async function dump(db: Awaited<ReturnType<typeof openTestDatabase>>['db']): Promise<{ rows: string[] }> {
  const { sql } = await import('drizzle-orm');
  const rowsOf = async (query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> => {
    const result = await db.execute(query);
    return (Array.isArray(result) ? result : (result as unknown as { rows: unknown[] }).rows) as Record<string, unknown>[];
  };
  const tables = await rowsOf(sql`select table_name as name from information_schema.tables where table_schema = 'public'`);
  const rows: string[] = [];
  for (const { name } of tables) {
    if (name === 'journal') continue;
    for (const row of await rowsOf(sql`select to_jsonb(t)::text as text from ${sql.identifier(String(name))} t`))
      rows.push(String(row.text));
  }
  expect(rows.length).toBeGreaterThan(10);
  return { rows };
}
