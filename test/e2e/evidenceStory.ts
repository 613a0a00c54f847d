import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenDatabase } from '../../src/store/open.ts';
import { START } from '../fakeClock.ts';
import { startJaeger } from '../fakes/jaeger.ts';
import { startLoki } from '../fakes/loki.ts';
import { startPagerDuty } from '../fakes/pagerduty.ts';
import { startPrometheus } from '../fakes/prometheus.ts';
import { startSlack } from '../fakes/slack.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TRACES = [
  '4bf92f3577b34da6a3ce929d0e0e4736',
  '9c1d2e3f405162738495a6b7c8d9eaf0',
  '0af7651916cd43dd8448eb211c80319c',
] as const;
const LABELS = { alertname: 'CheckoutErrors', severity: 'critical', cluster: 'eu-1', namespace: 'shop', service: 'checkout' };
const RATE = 'sum by (service) (rate(http_requests_total{service="checkout",code=~"5.."}[5m]))';

/** One trace, and a secret that stands everywhere. */
export const TRACE = TRACES[0];
export const SECRET = ['hunter', '2-but-longer'].join('');

const STACK = [
  'level=error msg="unhandled" err="PoolTimeout: no connection within 30000 ms"',
  '    at Pool.acquire (/app/node_modules/tarn/dist/Pool.js:218:19)',
  '    at async orders.reserve (/app/src/orders.ts:77:20)',
].join('\n');

/** `count` lines, a few seconds apart. */
function every(count: number, from: number, apart: number, text: (i: number) => string) {
  return Array.from({ length: count }, (_, i) => ({
    at: from + i * apart,
    text: text(i),
    labels: { namespace: 'shop', app: 'checkout' },
  }));
}

const BANK = (i: number) =>
  `level=error msg="payment ${1000 + i * 17} failed: card declined by bank" trace_id=${TRACES[i % 3]} password=${SECRET}`;
const LINES = [
  ...every(12, START - 3 * MINUTE, 9 * SECOND, BANK),
  ...every(5, START - 2 * MINUTE, 20 * SECOND, (i) => `level=error msg="retry ${i} of order ${i * 7}"`),
  ...every(9, START - 90 * SECOND, 8 * SECOND, () => STACK),
  // Of the hour before: nothing new.
  ...every(1, START - 30 * MINUTE, 0, () => 'level=error msg="retry 9 of order 77"'),
  ...every(2, START - 40 * MINUTE, MINUTE, BANK),
];

const DURATIONS = [4_200, 30_012, 812];

export async function startFakes() {
  const fakes = {
    pagerduty: await startPagerDuty(),
    slack: await startSlack(),
    loki: await startLoki(),
    jaeger: await startJaeger(),
    prometheus: await startPrometheus(),
  };
  fakes.loki.lines.set('prod', LINES);
  for (const [i, id] of TRACES.entries()) {
    fakes.jaeger.traces.push({
      ...{ id, service: 'checkout', operation: i === 2 ? 'GET /cart' : 'POST /pay' },
      ...{ startedAt: START - (2 - i * 0.4) * MINUTE, durationMs: DURATIONS[i] ?? 1, hasError: i < 2, calls: ['bank'] },
    });
  }
  fakes.prometheus.expressions.set(RATE, [{ metric: { service: 'checkout' }, at: rate }]);
  return fakes;
}

/** A quiet morning, with its small waves, until the bank answers no more. */
function rate(seconds: number): string {
  const minutes = (seconds * SECOND - START) / MINUTE;
  const quiet = 0.12 + 0.05 * Math.sin(seconds / 97) + 0.03 * Math.sin(seconds / 41);
  return String(Math.max(0, quiet + (minutes < -6 ? 0 : 2.6 * (1 - Math.exp(-(minutes + 6) / 2.5)))));
}

export type Fakes = Awaited<ReturnType<typeof startFakes>>;

const RUNBOOK = `# CheckoutErrors

What customers see: "payment failed" on the last step.

## Diagnosis

- Is it the bank? \`kubectl -n shop logs deploy/checkout | grep card_declined\`
- Is the pool of orders full?

\`\`\`
psql -h orders-db -c "select state, count(*) from pg_stat_activity group by 1"
\`\`\`

## Mitigation

1. Ask the bank first: +49 30 000000
2. Switch to the second bank: \`shopctl payments use bank_b\`

The old key was password=${SECRET}
`;

function yamlFor({ pagerduty, slack, loki, jaeger, prometheus }: Fakes, folder: string, gone: string): string {
  return JSON.stringify({
    server: { external_url: 'https://tocsin.example.com' },
    pagerduty: { events_url: pagerduty.url, api_url: pagerduty.url, api_token: pagerduty.rest.token, from: pagerduty.rest.from },
    slack: { api_url: slack.url, bot_token: slack.token },
    services: [{ name: 'checkout', team: 'payments', tier: 1 }],
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

/** An alert fires, is told, and what the sources have comes after it. */
export async function tellStory(fakes: Fakes, database: OpenDatabase): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-runbooks-'));
  writeFileSync(join(folder, 'checkout.md'), RUNBOOK);
  const test = await startTestApp({ database, yaml: yamlFor(fakes, folder, await nobodysAddress()) });
  const annotations = { summary: `Customers cannot pay: 2.4 errors per second, token=${SECRET}` };
  const generatorURL = `${fakes.prometheus.url}/graph?g0.expr=${encodeURIComponent(`${RATE} > 0.5`)}&g0.tab=1`;
  const startsAt = new Date(START - MINUTE).toISOString();
  const alerts = [{ status: 'firing', labels: LABELS, annotations, startsAt, endsAt: '0001-01-01T00:00:00Z', generatorURL }];
  const posted = await test.post({ version: '4', groupKey: 'g', groupLabels: { alertname: LABELS.alertname }, alerts });
  if (posted.status !== 200) throw new Error(`the webhook was answered ${posted.status}: ${JSON.stringify(posted.body)}`);
  await test.app.drain();
  return test;
}

/** Where nobody listens. */
async function nobodysAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
