import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CliExit } from '../../src/cli/cliExit.ts';
import { testRouteCommand } from '../../src/cli/testRoute.ts';
import { listen } from '../../src/http/listen.ts';
import { START } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp } from '../startTestApp.ts';

const RULES = `
time_intervals: [{ name: night, time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }] }]
maintenance: [{ start: 2026-03-02T22:00:00Z, end: 2026-03-02T23:00:00Z, matchers: ['cluster="eu"'] }]
noise:
  hold_down: [{ matchers: ['severity="warning"'], for: 5m }]
  inhibit_rules: [{ source_matchers: ['alertname="Down"'], target_matchers: ['severity=~"warning|info"'], equal: [cluster] }]
heartbeats: [{ name: watchdog, matchers: ['alertname="Watchdog"'], by: [team], every: 5m }]
route:
  receiver: everybody
  routes:
    - { matchers: ['severity="critical"'], receiver: oncall, continue: true }
    - { matchers: ['team="payments"'], receiver: payments, mute_time_intervals: [night] }
receivers: [{ name: everybody, console_configs: [{}] }, { name: oncall, console_configs: [{}] }, { name: payments, console_configs: [{}] }]
`;
const dir = mkdtempSync(join(tmpdir(), 'tocsin-route-'));
writeFileSync(join(dir, 'a.yml'), RULES);
writeFileSync(join(dir, 'b.yml'), 'route: { receiver: others }\nreceivers: [{ name: others, console_configs: [{}] }]\n');
afterAll(() => rmSync(dir, { recursive: true }));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const lines = (...args: string[]) => linesAs('', ...args);

let warned: string[] = [];
beforeEach(() => {
  warned = [];
});

async function linesAs(token: string, ...args: string[]): Promise<string[]> {
  const written: string[] = [];
  const io = {
    stdout: (text: string) => void written.push(text),
    stderr: (text: string) => void warned.push(text),
    env: { TOCSIN_TOKEN: token },
    cwd: dir,
  };
  await testRouteCommand(io).parseAsync(args, { from: 'user' });
  return written.join('').trimEnd().split('\n');
}

/** A server on which `Down` fires in the cluster eu. */
async function startServer(yaml = RULES): Promise<string> {
  const database = await openTestDatabase('pglite');
  cleanups.push(() => database.close());
  const test = await startTestApp({ database, yaml });
  const alert = {
    status: 'firing',
    labels: { alertname: 'Down', cluster: 'eu' },
    annotations: {},
    startsAt: new Date(START).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
  };
  await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts: [alert] });
  await test.app.drain();
  const server = await listen(test.app.http, { host: '127.0.0.1', port: 0 });
  cleanups.push(() => server.close(0));
  return `http://${server.address}`;
}

describe('test-route at a time', () => {
  const at = (time: string, ...labels: string[]) => lines('--config', 'a.yml', '--at', time, ...labels);

  it('leaves out who is told nothing at that hour', async () => {
    const night = await at('2026-03-02T05:59:59Z', 'team=payments', 'severity=critical');
    expect(night[0]).toBe('oncall');
    expect(night).toContain('route.routes[1]: not at this hour: payments is muted by time interval night (route.routes[1])');
    expect((await at('2026-03-02T07:00:00+01:00', 'team=payments', 'severity=critical'))[0]).toBe('oncall,payments');
  });

  it('tells nobody of what maintenance or the hour hold back, and says so', async () => {
    expect((await at('2026-03-02T22:00:00Z', 'cluster=eu')).slice(0, 3)).toEqual([
      '',
      'nobody is told',
      'held back by maintenance: maintenance until 2026-03-02T23:00:00.000Z',
    ]);
    expect((await at('2026-03-02T23:00:00Z', 'cluster=eu'))[0]).toBe('everybody');
    expect((await at('2026-03-02T01:00:00Z', 'team=payments')).slice(0, 3)).toEqual([
      '',
      'nobody is told',
      'held back by mute_time: payments is muted by time interval night (route.routes[1])',
    ]);
  });

  it('names who is told once nothing puts it off', async () => {
    expect((await at('2026-03-02T12:00:00Z', 'severity=warning')).slice(0, 2)).toEqual([
      'everybody',
      'put off by hold_down: it must fire for 5m first (noise.hold_down[0])',
    ]);
  });

  it('without a time gives the tree’s receivers at every hour', async () => {
    expect((await lines('--config', 'a.yml', 'team=payments'))[0]).toBe('payments');
  });

  it('refuses what is no time', async () => {
    await expect(at('noon')).rejects.toThrow(
      new CliExit(2, '--at noon is no time: write 2026-01-31T12:00:00Z, or with an offset as +01:00'),
    );
  });
});

describe('test-route and urgency', () => {
  const KEY = '0123456789abcdef0123456789abcdef';
  const URGENT = `
integrations: [{ name: prod, type: alertmanager, token: a-token-of-prod, labels: { env: prod } }]
server: { api_tokens: [{ name: grafana, role: viewer, token: a-viewers-token }] }
urgency: { rules: [{ matchers: ['env="prod"'], urgency: high }], default: low }
heartbeats: [{ name: dog, matchers: ['alertname="Watchdog"'], every: 5m }]
route: { receiver: none, routes: [{ matchers: ['alertname!~"Heartbeat.*"'], receiver: pager, continue: true }, { receiver: chat }] }
receivers: [{ name: none }, { name: chat, console_configs: [{ urgency: [low] }] }, { name: pager, pagerduty_configs: [{ routing_key: ${KEY} }] }]
`;
  writeFileSync(join(dir, 'urgent.yml'), URGENT);
  const LOW = ['pager,chat', 'receiver pager takes high urgency only, and this is low', 'severity: error (the alert has none)'];
  const HIGH = ['pager,chat', 'receiver chat takes low urgency only, and this is high', 'severity: critical'];

  it('says who takes nothing of it', async () => {
    expect((await lines('--config', 'urgent.yml', 'a=b')).slice(0, 3)).toEqual(LOW);
    expect((await lines('--config', 'urgent.yml', 'env=prod', 'severity=critical')).slice(0, 3)).toEqual(HIGH);
    expect((await lines('--config', 'urgent.yml', 'alertname=Watchdog')).slice(2, 5)).toEqual([
      'receiver chat takes low urgency only, and this is high',
      'held back by heartbeat: dog is a heartbeat: its coming pages nobody, its absence does',
      'its absence is told to chat, at high urgency',
    ]);
  });

  it('asks a server the same, with the labels of one of its integrations or of one here', async () => {
    const url = await startServer(URGENT);
    const ask = (...args: string[]) => linesAs('a-viewers-token', '--url', url, ...args);
    expect((await ask('a=b'))[1]).toBe(LOW[1]);
    expect((await ask('--integration', 'prod', 'severity=critical')).slice(0, 2)).toEqual(HIGH.slice(0, 2));
    expect((await ask('--integration', 'prod', '--config', 'urgent.yml', 'severity=critical')).slice(0, 3)).toEqual(HIGH);
    await expect(ask('--integration', 'dev', 'a=b')).rejects.toThrow('there is no "dev"; there is prod');
    const sender = (...args: string[]) => linesAs('a-token-of-prod', '--url', url, ...args, 'severity=critical');
    expect((await sender())[1]).toBe(HIGH[1]);
    expect((await sender('--integration', 'prod'))[1]).toBe(HIGH[1]);
    await expect(sender('--integration', 'dev')).rejects.toThrow('none of its API tokens');
  });

  it('asks a server what holds back an alert with the labels that a configuration here adds', async () => {
    const url = await startServer();
    writeFileSync(
      join(dir, 'eu.yml'),
      `integrations: [{ name: eu, type: alertmanager, token: a-token-of-eu, labels: { cluster: eu } }]\n`,
    );
    const held = await lines('--url', url, '--config', 'eu.yml', '--integration', 'eu', 'severity=info');
    expect(held[2]).toBe('held back by inhibit: inhibited by Down (noise.inhibit_rules[0])');
  });
});

describe('test-route and a heartbeat', () => {
  it.each([
    ['as it is configured', []],
    ['at a time', ['--at', '2026-03-02T12:00:00Z']],
  ])('says that its coming pages nobody, and who hears of its absence, %s', async (_, options) => {
    const said = await lines('--config', 'a.yml', ...options, 'alertname=Watchdog', 'team=payments');
    expect(said.slice(0, 4)).toEqual([
      '',
      'nobody is told',
      'held back by heartbeat: watchdog is a heartbeat: its coming pages nobody, its absence does',
      'its absence is told to oncall, payments, at high urgency',
    ]);
  });
});

describe('test-route and a running server', () => {
  it('says what fires there does to it, with the server’s configuration or another', async () => {
    const url = await startServer();
    const held = await lines('--url', url, 'severity=info', 'cluster=eu');
    expect(held.slice(0, 3)).toEqual(['', 'nobody is told', 'held back by inhibit: inhibited by Down (noise.inhibit_rules[0])']);
    expect(held).toContain('noise.inhibit_rules[0]: holds it back: Down fires with the same cluster');
    expect((await lines('--url', url, 'severity=info', 'cluster=us'))[0]).toBe('everybody');
    expect((await lines('--url', url, 'alertname=Watchdog'))[3]).toBe('its absence is told to oncall, at high urgency');
    expect((await lines('--url', url, '--at', '2026-03-02T22:30:00Z', 'cluster=eu'))[2]).toMatch(/^held back by maintenance/);
  });

  it('says nothing of a configuration here beside what the server answers, but for the labels that it adds', async () => {
    const url = await startServer();
    writeFileSync(
      join(dir, 'c.yml'),
      `${RULES}integrations: [{ name: eu, type: alertmanager, token: a-token-of-eu, labels: { cluster: eu } }]\n`,
    );
    const labels = ['severity=info', 'team=payments'];
    const here = await lines('--url', url, '--config', 'c.yml', '--integration', 'eu', ...labels);
    expect(here[2]).toBe('held back by inhibit: inhibited by Down (noise.inhibit_rules[0])');
    expect(here).toEqual(await lines('--url', url, ...labels, 'cluster=eu'));
    expect(here.filter((line) => line.startsWith('noise.inhibit_rules[0]'))).toEqual([
      'noise.inhibit_rules[0]: holds it back: Down fires with the same cluster',
    ]);
    expect(await lines('--url', url, '--config', 'b.yml', ...labels)).toEqual(await lines('--url', url, ...labels));
    expect(warned).toEqual([
      'c.yml gives the labels of eu only: with --url the server answers, by its own configuration; leave --url out to ask the file\n',
      'b.yml is not read: with --url the server answers, by its own configuration; leave --url out to ask the file\n',
    ]);
  });
});
