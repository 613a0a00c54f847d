import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { ConfigError } from '../../src/config/configError.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLogger } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { NOTIFIERS } from '../../src/pipeline/notify/notifiers.ts';
import { fakeClock } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { EVERY_KEY } from './everyKey.ts';

/**
 * Names that other people's systems rely on, as they are promised. A name may be added here; one that is here already may go or
 * change only with a new major version.
 */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  http_requests_total: ['method', 'route', 'status'],
  http_request_duration_seconds: ['method', 'route'],
  active_connections: [],
  alertmanager_build_info: ['version'],
  tocsin_alerts_received_total: ['integration'],
  tocsin_alerts_rejected_total: ['integration'],
  tocsin_decisions_total: ['verdict', 'by'],
  tocsin_incidents_open: ['severity'],
  tocsin_notifications_total: ['receiver', 'kind', 'outcome'],
  tocsin_notification_latency_seconds: ['kind'],
  tocsin_deliveries_pending: ['receiver'],
  tocsin_delivery_oldest_seconds: [],
  tocsin_enrichment_duration_seconds: ['source', 'outcome'],
  tocsin_journal_lag_seconds: [],
  tocsin_ledger_imbalance: [],
  tocsin_config_last_reload_successful: [],
  tocsin_build_info: ['version'],
};

const COMMAND_FLAGS: Readonly<Record<string, readonly string[]>> = {
  serve: ['--config', '--listen', '--data-dir'],
  demo: ['--url', '--token', '--send'],
  'check-config': [],
  'test-route': ['--config', '--at', '--url'],
  'test-receiver': [],
  silence: [],
  why: ['--url'],
  report: [],
  replay: ['--config', '--changes', '--pages'],
  migrate: [],
};

async function loadCommands(): Promise<Map<string, Command>> {
  const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: '/' };
  const made = await Promise.all(COMMANDS.map(async ({ name, load }) => [name, (await load())(io)] as const));
  for (const [name, command] of made) expect(command.name()).toBe(name);
  return new Map(made);
}

const COMMANDS_BELOW: Readonly<Record<string, readonly string[]>> = {
  silence: ['add', 'list', 'expire'],
  report: ['runbooks'],
};

const ROUTES: readonly [method: string, path: string, status: number][] = [
  ['POST', '/webhooks/alertmanager', 200],
  ['POST', '/webhooks/alertmanager/default', 200],
  ['POST', '/webhooks/alertmanager/nobody', 404],
  ['POST', '/webhooks/unheard-of', 404],
  ['GET', '/webhooks/alertmanager', 405],
  ['GET', '/api/v1/incidents', 200],
  ['GET', '/api/v1/incidents/1', 200],
  ['GET', '/api/v1/incidents/1/timeline', 200],
  ['GET', '/api/v1/incidents/1/alerts', 200],
  ['GET', '/api/v1/incidents/99', 404],
  ['GET', '/api/v1/deliveries', 200],
  ['GET', '/api/v1/ledger', 200],
  ['GET', '/api/v1/reports/runbooks', 200],
  ['POST', '/api/v1/route', 200],
  ['GET', '/api/v1/silences', 200],
  ['POST', '/api/v1/silences', 400],
  ['POST', '/api/v1/silences/preview', 400],
  ['GET', '/api/v1/silences/00000000-0000-4000-8000-000000000000', 404],
  ['DELETE', '/api/v1/silences/00000000-0000-4000-8000-000000000000', 404],
  ['GET', '/api/v2/status', 200],
  ['GET', '/api/v2/receivers', 200],
  ['GET', '/api/v2/alerts', 200],
  ['POST', '/api/v2/alerts', 200],
  ['GET', '/api/v2/alerts/groups', 200],
  ['GET', '/api/v2/silences', 200],
  ['GET', '/api/v2/silence/11111111-1111-4111-8111-111111111111', 404],
  ['DELETE', '/api/v2/silence/11111111-1111-4111-8111-111111111111', 404],
  ['POST', '/api/v1/changes', 400],
  ['GET', '/api/v1/changes', 200],
  ['GET', '/metrics', 200],
  ['GET', '/-/healthy', 200],
  ['GET', '/-/ready', 200],
  ['POST', '/-/reload', 200],
  ['GET', '/', 200],
  ['GET', '/incidents/1', 200],
  ['GET', '/nothing/here', 404],
];

/** Promised for later: refused until then, so that nobody believes a rule is in force. */
const NOT_YET = ['escalation', 'retention'];

describe('names that are promised', () => {
  it('metrics and their labels', () => {
    const metrics = createMetrics('1.2.3');
    const registered = Object.values(metrics).filter((each) => typeof each === 'object');
    const labels = new Map(registered.map((metric) => [nameOf(metric), labelNamesOf(metric)]));
    for (const [name, expected] of Object.entries(METRICS)) {
      if (name.endsWith('_build_info')) continue;
      expect({ name, labels: labels.get(name) }).toEqual({ name, labels: expected });
    }
  });

  it('metrics as they are served', async () => {
    const { body } = await createMetrics('1.2.3').render();
    for (const name of Object.keys(METRICS)) expect(body).toContain(`# TYPE ${name} `);
    expect(body).toContain('tocsin_build_info{version="1.2.3"');
    expect(body).toMatch(/alertmanager_build_info\{version="0\.\d+\.\d+"/);
  });

  it('commands and their flags', async () => {
    const commands = await loadCommands();
    for (const [name, flags] of Object.entries(COMMAND_FLAGS)) {
      const has = commands.get(name)?.options.map((option) => option.long) ?? null;
      expect({ name, has }).toEqual({ name, has: expect.arrayContaining([...flags]) });
    }
  });

  it('commands of a command', async () => {
    const commands = await loadCommands();
    for (const [name, below] of Object.entries(COMMANDS_BELOW)) {
      expect({ name, below: commands.get(name)?.commands.map((each) => each.name()) }).toEqual({ name, below });
    }
  });

  it('configuration keys', () => {
    const config = loadConfig({ path: 'tocsin.yml', env: {}, readFile: () => EVERY_KEY });
    expect(config.policy.receivers.map(({ name }) => name)).toEqual(['none', 'default', 'oncall']);
    expect(NOTIFIERS.map(({ name }) => `${name}_configs`).filter((key) => !EVERY_KEY.includes(key))).toEqual([]);
  });

  it.each(NOT_YET)('%s is refused until it does something', (key) => {
    expect(() => loadConfig({ path: 'tocsin.yml', env: {}, readFile: () => `${key}: {}\n` })).toThrow(ConfigError);
  });

  it('paths', async () => {
    const database = await openTestDatabase('pglite');
    const config = loadConfig({ path: null, env: {} });
    const app = await createApp({
      config,
      database,
      clock: fakeClock(),
      log: createLogger({ level: 'critical' }),
      version: '1.2.3',
      print: () => {},
      readConfig: () => config,
    });
    await app.drain();
    const alerts = [{ status: 'firing', labels: { alertname: 'A' }, annotations: {}, startsAt: '2026-03-02T09:59:00Z' }];
    const body = JSON.stringify({ version: '4', groupKey: '{}:{}', groupLabels: { alertname: 'A' }, alerts });
    const found: unknown[] = [];
    for (const [method, path] of ROUTES) {
      const bodies: Readonly<Record<string, unknown>> = { '/api/v1/route': { alerts }, '/api/v2/alerts': alerts };
      const init = method === 'POST' ? { method, body: bodies[path] ? JSON.stringify(bodies[path]) : body } : { method };
      const reloading = path === '/-/reload' ? app.start() : null;
      const headers = { host: '127.0.0.1:9195', 'content-type': 'application/json' };
      const response = await app.http.fetch(new Request(`http://127.0.0.1:9195${path}`, { ...init, headers }));
      await reloading;
      found.push([method, path, response.status]);
      await response.text();
      if (reloading === null) await app.drain();
      else await app.close();
    }
    expect(found).toEqual(ROUTES);
    await database.close();
  });
});

function nameOf(metric: object): string {
  return 'name' in metric ? String(metric.name) : '';
}

function labelNamesOf(metric: object): unknown {
  return 'labelNames' in metric ? metric.labelNames : null;
}
