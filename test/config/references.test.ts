// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold ${NAME} on purpose
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type LoadOptions, loadConfig } from '../../src/config/load.ts';
import { loadText, problemsOf } from './loadText.ts';

const dir = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('the environment', () => {
  it('fills in ${NAME} anywhere in a text, and $${ is ${', () => {
    const config = loadText('server: { external_url: "https://${HOST}.example.com/$${x}/${PATH_PART}" }', {
      env: { HOST: 'tocsin', PATH_PART: 'a' },
    });
    expect(config.server.externalUrl).toBe('https://tocsin.example.com/${x}/a');
  });

  it.each([{}, { DATABASE: '' }])('leaves a key out whose variable is unset or empty: %j', (env) => {
    const config = loadText('database: { url: "${DATABASE}", data_dir: "${DIR}" }', { env });
    expect(config.database).toEqual({ url: null, dataDir: './data' });
  });

  it('does not leave out a credential', () => {
    const text = 'integrations: [{ name: a, type: alertmanager, token: "${TOKEN}" }]\nslack: { bot_token: "${SLACK}" }';
    for (const env of [{}, { TOKEN: '', SLACK: '' }]) {
      expect(problemsOf(text, { env })).toEqual([
        'f:1:47: integrations[0].token: ${TOKEN} is not set in the environment (set TOKEN, or use the _file form)',
        'f:2:10: slack.bot_token: ${SLACK} is not set in the environment (set SLACK, or use the _file form)',
      ]);
    }
  });

  it('does not read names that every object has', () => {
    expect(loadText('database: { data_dir: "${constructor}" }').database.dataDir).toBe('./data');
  });

  it('is beaten by flags and beats the file', () => {
    const text = 'server: { listen: 1.1.1.1:1 }\ndatabase: { url: postgres://file/db, data_dir: file }';
    const env = { TOCSIN_LISTEN: '[::1]:2', TOCSIN_DATA_DIR: 'env', DATABASE_URL: 'postgres://env/db' };
    const flags = { listen: ':3', dataDir: 'flag' };
    const seen = (options: Partial<LoadOptions>): unknown[] => {
      const { server, database } = loadText(text, options);
      return [server.listen.host, server.listen.port, database.dataDir, database.url?.reveal()];
    };
    expect(seen({})).toEqual(['1.1.1.1', 1, 'file', 'postgres://file/db']);
    expect(seen({ env })).toEqual(['::1', 2, 'env', 'postgres://env/db']);
    expect(seen({ env, flags })).toEqual(['0.0.0.0', 3, 'flag', 'postgres://env/db']);
    expect(seen({ env: { TOCSIN_LISTEN: '', TOCSIN_DATA_DIR: '', DATABASE_URL: '' } })).toEqual(seen({}));
  });

  it('is checked like the file, and named', () => {
    const env = { TOCSIN_LISTEN: 'nowhere', DATABASE_URL: 'mysql://root:hunter2@db' };
    expect(problemsOf('', { env })).toEqual([
      'TOCSIN_LISTEN: "nowhere" is not an address to listen on (write host:port, as in 127.0.0.1:9195)',
      'DATABASE_URL: is not the address of a Postgres database (write it as in postgres://user:password@host:5432/tocsin)',
    ]);
    expect(problemsOf('', { flags: { listen: '' } })).toEqual([
      '--listen: "" is not an address to listen on (write host:port, as in 127.0.0.1:9195)',
    ]);
  });

  it('is not shown where what it held is refused', () => {
    expect(problemsOf('repeat_interval: "${KEY}"', { env: { KEY: 'hunter2hunter2' } })).toEqual([
      'f:1:1: repeat_interval: "${KEY}" is not a duration (write it as in 30s, 5m, 1h30m or 1d)',
    ]);
  });
});

describe('secrets in files', () => {
  it('are looked for beside the configuration', () => {
    const path = join(dir, 'tocsin.yml');
    writeFileSync(path, `integrations: [{ name: a, type: alertmanager, token_file: a.token }]`);
    expect(() => loadConfig({ path, env: {} })).toThrow(`the file ${join(dir, 'a.token')} cannot be read: there is none`);
    writeFileSync(join(dir, 'a.token'), '\n');
    expect(() => loadConfig({ path, env: {} })).toThrow(`the file ${join(dir, 'a.token')} is empty`);
    writeFileSync(join(dir, 'a.token'), ' from a file \n\n');
    expect(loadConfig({ path, env: {} }).integrations[0]?.token?.reveal()).toBe(' from a file ');
  });

  it('are named by their own key where they are refused, and not shown', () => {
    const text = 'route: { receiver: a }\nreceivers:\n  - { name: a, pagerduty_configs: [{ routing_key_file: /key }] }';
    const readFile = (file: string): string => (file === '/key' ? 'hunter2hunter2' : text);
    const [problem, ...more] = problemsOf(text, { readFile });
    expect(problem).toMatch(/^f:3:\d+: receivers\[0\]\.pagerduty_configs\[0\]\.routing_key_file: must be the 32 letters/);
    expect(problem).not.toContain('hunter2');
    expect(more).toEqual([]);
  });

  it('may be missing where nothing is sent: each is warned of, and nothing else is let through', () => {
    const text = `
integrations:
  - { name: a, type: alertmanager, token: "\${A}" }
  - { name: b, type: alertmanager, basic_auth: { username: b, password_file: b.password } }
server: { api_tokens: [{ name: x, role: viewer, token: "\${X}" }, { name: y, role: admin, token_file: "\${Y}" }] }
slack: { bot_token: "\${BOT}" }
route: { receiver: r, routes: [{ receiver: s, matchers: [a=b] }] }
receivers:
  - { name: r, slack_configs: [{ channel: '#r' }], pagerduty_configs: [{ routing_key: "\${KEY}" }, { routing_key_file: /key }] }
  - { name: s, webhook_configs: [{ url: "https://hooks.example.com/\${HOOK}", token_file: /empty }] }
database: { url_file: /url }
`;
    const readFile = (file: string): string => {
      if (file === 'tocsin.yml') return text;
      if (file === '/empty') return '\n';
      throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    };
    const config = loadText(text, { readFile, withoutSecrets: true });
    expect(config.warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`)).toEqual([
      '3 integrations[0].token: ${A} is not set in the environment; it is checked without',
      '4 integrations[1].basic_auth.password_file: the file b.password cannot be read: there is none; it is checked without',
      '5 server.api_tokens[0].token: ${X} is not set in the environment; it is checked without',
      '5 server.api_tokens[1].token_file: ${Y} is not set in the environment; it is checked without',
      '6 slack.bot_token: ${BOT} is not set in the environment; it is checked without',
      '9 receivers[0].pagerduty_configs[0].routing_key: ${KEY} is not set in the environment; it is checked without',
      '9 receivers[0].pagerduty_configs[1].routing_key_file: the file /key cannot be read: there is none; it is checked without',
      '10 receivers[1].webhook_configs[0].url: ${HOOK} is not set in the environment; it is checked without',
      '10 receivers[1].webhook_configs[0].token_file: the file /empty is empty; it is checked without',
      '11 database.url_file: the file /url cannot be read: there is none; it is checked without',
    ]);
    const accounts = config.policy.receivers.flatMap(({ targets }) => targets.map(({ account }) => account));
    expect(new Set(accounts).size).toBe(4);
    expect(config.database.url).toBeNull();
    expect(problemsOf(text, { readFile })).toHaveLength(10);
    expect(problemsOf('integrations: [{ name: a, type: alertmanager }]', { withoutSecrets: true })).toHaveLength(1);
    expect(problemsOf(text, { readFile, withoutSecrets: true, env: { KEY: 'too-short' } })).toEqual([
      expect.stringContaining('receivers[0].pagerduty_configs[0].routing_key: must be the 32 letters and digits'),
    ]);
  });

  it('are only for secrets', () => {
    expect(problemsOf('server: { listen_file: x }')[0]).toContain(
      'server.listen_file: the key is not known (known here: listen,',
    );
  });
});

it('warns of matchers in their old form, also of inhibition', () => {
  const { warnings } = loadText(
    `noise: { inhibit_rules: [{ source_match: { a: b }, target_match_re: { c: d }, target_matchers: ['e="f"'] }] }`,
  );
  expect(warnings.map(({ path, message, remedy }) => `${path} ${message} (${remedy})`)).toEqual([
    'noise.inhibit_rules[0].source_match is deprecated, in Alertmanager too (write source_matchers instead)',
    'noise.inhibit_rules[0].target_match_re is deprecated, in Alertmanager too (write target_matchers instead)',
  ]);
});
