import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { loadText } from './loadText.ts';

describe('without a file', () => {
  it('listens on this machine, keeps its data in ./data and prints pages on the console', () => {
    const config = loadConfig({ path: null, env: {} });
    expect(config).toMatchObject({
      server: {
        listen: { host: '127.0.0.1', port: 9195 },
        externalUrl: null,
        apiTokens: [],
        maxBody: 67_108_864,
        allowAnonymous: false,
      },
      database: { url: null, dataDir: './data' },
      integrations: [],
      receivers: [
        { name: 'console', targets: [{ id: 'console/console/0', notifier: 'console', config: { send_resolved: true } }] },
      ],
      pagerduty: { eventsUrl: 'https://events.pagerduty.com', rest: null },
      slack: { apiUrl: 'https://slack.com/api/', botToken: null },
      telemetry: { logLevel: 'info' },
      warnings: [],
    });
    expect(config.policy).toMatchObject({
      integrations: [{ name: 'default', labels: {} }],
      severities: {},
      grouping: [{ matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 }],
      repeatIntervalMs: 14_400_000,
      route: { receiver: 'console', matchers: [], continue: false, routes: [] },
      receivers: [
        { name: 'console', targets: [{ id: 'console/console/0', receiver: 'console', notifier: 'console', sendResolved: true }] },
      ],
      alarmReceiver: null,
    });
  });

  it.each(['', '# nothing\n', '---\n', 'server:\nroute:\n'])('an empty file (%j) is the same', (text) => {
    expect(loadText(text)).toEqual({ ...loadConfig({ path: null, env: {} }), file: 'tocsin.yml' });
  });
});

const TEXT = `
server:
  listen: 0.0.0.0:9195
  external_url: https://tocsin.example.com/alerts/
  api_tokens:
    - { name: board, role: viewer, token: "\${VIEWER}" }
    - { name: cli, role: admin, token_file: admin.token }
  max_body: 1MiB
  allow_anonymous: true
database: { url: "postgres://tocsin:\${DB_PASSWORD}@db/tocsin", data_dir: /var/lib/tocsin }
integrations:
  - { name: prod, type: alertmanager, token: prod-token, labels: { env: prod } }
  - { name: stage, type: alertmanager, basic_auth: { username: am, password_file: stage.password } }
severities: { Page: critical, ticket: warning }
grouping:
  - { matchers: ['env="prod"'], group_by: [alertname, cluster], group_wait: 30s, reopen_window: 1h }
  - { matchers: ['env="dev"'], group_by: ['...'] }
repeat_interval: 2h
route:
  receiver: chat
  routes:
    - matchers: ['severity="critical"']
      receiver: oncall
      continue: true
      routes:
        - { matchers: ['{team="db", env!~"dev.*"}'] }
    - { match: { team: 'say "hi"' }, match_re: { env: 'a|b' }, matchers: ['x="y"'], receiver: none }
receivers:
  - { name: none }
  - name: oncall
    pagerduty_configs:
      - { routing_key: 0123456789abcdef0123456789ABCDEF }
      - { routing_key: "\${PD_KEY}", send_resolved: false }
    console_configs: [{}]
  - name: chat
    slack_configs: [{ channel: '#ops', mention: '<!here>' }]
    webhook_configs: [{ url_file: hook.url, token: hook-token }]
alarm_receiver: oncall
pagerduty: { events_url: "http://127.0.0.1:8080/pagerduty", api_url: https://api.eu.pagerduty.com, api_token_file: pd.token, from: oncall@example.com }
slack: { api_url: https://slack.example.com/api/, bot_token: "\${SLACK_BOT_TOKEN}" }
telemetry: { log_level: debug }
`;
const PD_KEY = 'F'.repeat(32);
const env = { VIEWER: 'viewer-token', DB_PASSWORD: 'pw', PD_KEY, SLACK_BOT_TOKEN: 'xoxb-1' };
const files: Record<string, string> = {
  'tocsin.yml': TEXT,
  'admin.token': 'admin-token\n',
  'stage.password': 'stage password\r\n',
  'pd.token': 'u+apiToken\n',
  'hook.url': 'https://hooks.example.com/secret-path\n',
};
const read = (): Config => loadText(TEXT, { env, readFile: (file) => files[file] ?? '' });

describe('a file with every key', () => {
  it('gives what it says', () => {
    const { server, database, integrations, pagerduty, slack, telemetry } = read();
    expect(server).toMatchObject({
      listen: { host: '0.0.0.0', port: 9195 },
      externalUrl: 'https://tocsin.example.com/alerts',
      apiTokens: [
        { name: 'board', role: 'viewer' },
        { name: 'cli', role: 'admin' },
      ],
      maxBody: 1_048_576,
      allowAnonymous: true,
    });
    expect(server.apiTokens.map(({ token }) => token.reveal())).toEqual(['viewer-token', 'admin-token']);
    expect(database.url?.reveal()).toBe('postgres://tocsin:pw@db/tocsin');
    expect(database.dataDir).toBe('/var/lib/tocsin');
    expect(integrations).toMatchObject([
      { name: 'prod', type: 'alertmanager', basicAuth: null, labels: { env: 'prod' } },
      { name: 'stage', token: null, basicAuth: { username: 'am' }, labels: {} },
    ]);
    expect(integrations[0]?.token?.reveal()).toBe('prod-token');
    expect(integrations[1]?.basicAuth?.password.reveal()).toBe('stage password');
    expect(pagerduty.eventsUrl).toBe('http://127.0.0.1:8080/pagerduty');
    expect(pagerduty.rest).toMatchObject({ url: 'https://api.eu.pagerduty.com', from: 'oncall@example.com' });
    expect(pagerduty.rest?.token.reveal()).toBe('u+apiToken');
    expect(slack.apiUrl).toBe('https://slack.example.com/api/');
    expect(slack.botToken?.reveal()).toBe('xoxb-1');
    expect(telemetry.logLevel).toBe('debug');
  });
});

describe('the policy of a file with every key', () => {
  it('has times in milliseconds, receivers inherited and every alert grouped', () => {
    expect(read().policy).toMatchObject({
      integrations: [
        { name: 'prod', labels: { env: 'prod' } },
        { name: 'stage', labels: {} },
      ],
      severities: { page: 'critical', ticket: 'warning' },
      grouping: [
        { matchers: ['env="prod"'], groupBy: ['alertname', 'cluster'], groupWaitMs: 30_000, reopenWindowMs: 3_600_000 },
        { matchers: ['env="dev"'], groupBy: ['...'], groupWaitMs: 0, reopenWindowMs: 600_000 },
        { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 },
      ],
      repeatIntervalMs: 7_200_000,
      route: {
        receiver: 'chat',
        matchers: [],
        continue: false,
        routes: [
          {
            receiver: 'oncall',
            matchers: ['severity="critical"'],
            continue: true,
            routes: [{ receiver: 'oncall', matchers: ['{team="db", env!~"dev.*"}'], continue: false, routes: [] }],
          },
          { receiver: 'none', matchers: ['team="say \\"hi\\""', 'env=~"a|b"', 'x="y"'], continue: false, routes: [] },
        ],
      },
      alarmReceiver: 'oncall',
    });
  });

  it('gives each target an id, in the order of the notifiers', () => {
    const { policy, receivers } = read();
    const targets = policy.receivers.flatMap((receiver) => receiver.targets);
    expect(targets.map(({ id, sendResolved, takesNotes }) => [id, sendResolved, takesNotes])).toEqual([
      ['oncall/pagerduty/0', true, true],
      ['oncall/pagerduty/1', false, true],
      ['oncall/console/0', true, undefined],
      ['chat/slack/0', true, undefined],
      ['chat/webhook/0', true, undefined],
    ]);
    expect(new Set(targets.map(({ account }) => account)).size).toBe(5);
    expect(receivers.map(({ name, targets: made }) => [name, made.map(({ id }) => id)])).toEqual(
      policy.receivers.map(({ name, targets: planned }) => [name, planned.map(({ id }) => id)]),
    );
  });

  it('warns of the old match and match_re', () => {
    expect(read().warnings.map((warning) => formatProblem('f', warning))).toEqual([
      'f:27:9: route.routes[1].match: is deprecated, in Alertmanager too (write matchers instead)',
      'f:27:38: route.routes[1].match_re: is deprecated, in Alertmanager too (write matchers instead)',
    ]);
  });

  it('holds no secret that can be printed, and a policy without any', () => {
    const config = read();
    const shown = `${JSON.stringify(config)}${inspect(config, { depth: 20 })}`;
    const secrets = [
      'viewer-token',
      'admin-token',
      'prod-token',
      'stage password',
      'tocsin:pw',
      'xoxb-1',
      PD_KEY,
      '0123456789abcdef',
    ];
    for (const secret of [...secrets, 'secret-path', 'hook-token']) expect(shown).not.toContain(secret);
    expect(JSON.parse(JSON.stringify(config.policy))).toEqual(config.policy);
  });
});
