import { expect } from 'vitest';
import type { z } from 'zod';
import { START } from '../../fakeClock.ts';
import { openTestDatabase } from '../../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../../startTestApp.ts';
import { alertsShape } from './shapes.ts';

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

const M = 60_000;

/** So many milliseconds after the beginning, as it is written in JSON. */
export function at(ms: number): string {
  return new Date(START + ms).toISOString();
}

interface Answer {
  readonly status: number;
  /** Null: none. */
  readonly body: unknown;
}

/** An app with tokens of each kind (`v`iewer, `r`esponder, `p`rometheus, `a`lertmanager), and something of each kind firing. */
export interface ApiFixture {
  readonly test: TestApp;
  call(method: string, path: string, token: string | null, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** What a viewer gets, which must be of the shape. */
  get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>>;
  /** The alertnames that a query (`a=b&c=d`, as people read it) finds, in order. */
  names(query: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function apiFixture(): Promise<ApiFixture> {
  const database = await openTestDatabase('pglite');
  const test = await startTestApp({ database, yaml: YAML });
  const call: ApiFixture['call'] = async (method, path, token, body, headers = {}) => {
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
    const response = await test.app.http.fetch(new Request(`http://tocsin.test/api/v2${path}`, init));
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  const get: ApiFixture['get'] = async (path, shape) => {
    const { status, body } = await call('GET', path, 'v');
    expect(status, JSON.stringify(body)).toBe(200);
    return shape.parse(body);
  };
  const names: ApiFixture['names'] = async (query) => {
    const pairs = query.split('&').map((pair) => /^([^=]+)=(.*)$/s.exec(pair)?.slice(1) as [string, string]);
    const alerts = await get(`/alerts?${new URLSearchParams(pairs)}`, alertsShape);
    return alerts.map(({ labels }) => labels.alertname ?? '').sort();
  };
  expect(await call('POST', '/alerts', 'p', someAlerts())).toEqual({ status: 200, body: null });
  await test.app.drain();
  const close = async (): Promise<void> => {
    await test.app.close();
    await database.close();
  };
  return { test, call, get, names, close };
}

function someAlerts(): unknown[] {
  const fired = (labels: Record<string, string>, over: object = {}) => ({
    labels,
    annotations: { summary: 'oh' },
    startsAt: at(-M),
    endsAt: at(4 * M),
    generatorURL: 'http://prometheus.test/graph?g0.expr=up',
    ...over,
  });
  return [
    fired({ alertname: 'Down', severity: 'critical', cluster: 'c1', team: 'x' }),
    fired({ alertname: 'Degraded', severity: 'warning', cluster: 'c1', env: 'lab', nothing: '' }),
    fired({ alertname: 'Other', severity: 'warning', cluster: 'c2' }, { endsAt: undefined, generatorURL: '' }),
    fired({ alertname: 'Moved', severity: 'page' }),
    fired({ alertname: 'Quiet' }),
    fired({ alertname: 'Slow' }),
    fired({ alertname: 'Over' }, { endsAt: at(-1) }),
  ];
}
