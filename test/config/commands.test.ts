import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkConfigCommand } from '../../src/cli/checkConfig.ts';
import { CliExit } from '../../src/cli/cliExit.ts';
import type { CliIo } from '../../src/cli/cliIo.ts';
import { serveCommand } from '../../src/cli/serve.ts';
import { testRouteCommand } from '../../src/cli/testRoute.ts';

const dir = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
afterAll(() => rmSync(dir, { recursive: true }));

writeFileSync(
  join(dir, 'good.yml'),
  `integrations: [{ name: prod, type: alertmanager, token: one-token, labels: { env: prod } }]
grouping: [{ matchers: ['env="prod"'], group_by: [alertname, cluster], group_wait: 30s }]
route:
  receiver: default
  routes:
    - { matchers: ['severity="critical"'], receiver: oncall, continue: true }
    - { match: { team: payments }, receiver: payments }
    - { matchers: ['severity="info"'], receiver: none }
receivers:
  - { name: default, console_configs: [{}] }
  - { name: oncall, pagerduty_configs: [{ routing_key: 0123456789abcdef0123456789abcdef }] }
  - { name: payments, webhook_configs: [{ url: https://hooks.example.com/x }], console_configs: [{}, {}] }
  - { name: none }
`,
);
writeFileSync(join(dir, 'bad.yml'), 'server: { listn: x }\nalarm_receiver: nobody\n');
writeFileSync(join(dir, 'broken.yml'), 'server: {\n');

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(make: typeof checkConfigCommand, args: string[], io: Partial<CliIo> = {}): Promise<Outcome> {
  const outcome: Outcome = { code: 0, stdout: '', stderr: '' };
  const command = make({
    stdout: (text) => {
      outcome.stdout += text;
    },
    stderr: (text) => {
      outcome.stderr += text;
    },
    env: {},
    cwd: dir,
    ...io,
  });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    outcome.code = error.code;
    outcome.stderr += `${error.message}\n`;
  }
  return outcome;
}

describe('check-config', () => {
  it('sums up a good file, and warns', async () => {
    const { code, stdout, stderr } = await run(checkConfigCommand, ['good.yml']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'good.yml: fine\nintegrations: prod\nreceivers: default (console), oncall (pagerduty), payments (webhook, console), none (recorded, never sent)\nroutes: 4\n',
    );
    expect(stderr).toBe(
      'good.yml:7:9: route.routes[1].match: warning: is deprecated, in Alertmanager too (write matchers instead)\n',
    );
  });

  it('prints every problem of a bad one', async () => {
    expect(await run(checkConfigCommand, ['bad.yml'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `bad.yml:1:11: server.listn: the key is not known (did you mean listen?)
bad.yml:2:1: alarm_receiver: there is no receiver named "nobody" (add it to receivers, or name one that is there)
2 problems in bad.yml
`,
    });
  });

  it('exits 1 for what is not YAML, 2 for a missing file', async () => {
    expect(await run(checkConfigCommand, ['broken.yml'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^broken\.yml:\d+:/),
    });
    expect(await run(checkConfigCommand, ['missing.yml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'missing.yml: there is no such file (name an existing file with --config or TOCSIN_CONFIG)',
      ),
    });
    expect(await run(checkConfigCommand, [], { cwd: '/', env: { TOCSIN_CONFIG: dir } })).toMatchObject({ code: 2 });
  });

  it('takes TOCSIN_CONFIG, then ./tocsin.yml, then the defaults', async () => {
    expect((await run(checkConfigCommand, [])).stdout).toContain(
      `built-in defaults: TOCSIN_CONFIG is not set and there is no ${join(dir, 'tocsin.yml')}: fine\n`,
    );
    writeFileSync(join(dir, 'tocsin.yml'), '');
    expect((await run(checkConfigCommand, [])).stdout).toMatch(/^tocsin\.yml: fine\n/);
    expect((await run(checkConfigCommand, [], { env: { TOCSIN_CONFIG: 'good.yml' } })).stdout).toMatch(/^good\.yml: fine\n/);
    expect((await run(checkConfigCommand, ['tocsin.yml'], { env: { TOCSIN_CONFIG: 'good.yml' } })).stdout).toMatch(
      /^tocsin\.yml/,
    );
    rmSync(join(dir, 'tocsin.yml'));
  });
});

it('of maintenance that is over, only check-config warns: what is replayed may be as old', async () => {
  const window = 'start: 2020-01-01T00:00:00Z, end: 2020-01-02T00:00:00Z';
  writeFileSync(join(dir, 'over.yml'), `maintenance: [{ ${window}, matchers: ['a="b"'] }]`);
  const { code, stderr } = await run(checkConfigCommand, ['over.yml']);
  expect([code, stderr]).toEqual([0, expect.stringContaining('maintenance[0].end: warning: 2020-01-02T00:00:00.000Z is past')]);
  expect(await run(testRouteCommand, ['--config', 'over.yml', 'a=b'])).toMatchObject({ code: 0, stderr: '' });
});

describe('a server that anybody could ask', () => {
  const fault =
    'server.listen is 0.0.0.0:19930, which others can reach, and no credential is configured: set integrations[].token and ' +
    'server.api_tokens, or listen on 127.0.0.1, or say server.allow_anonymous: true\n';
  const check = (text: string, args: string[] = [], env: CliIo['env'] = {}): Promise<Outcome> => {
    writeFileSync(join(dir, 'open.yml'), text);
    return run(checkConfigCommand, [...args, 'open.yml'], { env });
  };

  it('is refused in the words of serve', async () => {
    const open = 'server: { listen: 0.0.0.0:19930 }';
    const refused = { code: 1, stdout: '', stderr: fault };
    expect(await check(open)).toEqual(refused);
    expect(await check('', [], { TOCSIN_LISTEN: '0.0.0.0:19930' })).toEqual(refused);
  });

  it('does not start', async () => {
    writeFileSync(join(dir, 'open.yml'), 'server: { listen: 0.0.0.0:19930 }');
    expect(await run(serveCommand, ['--config', 'open.yml', '--data-dir', join(dir, 'data')])).toMatchObject({
      code: 1,
      stderr: fault,
    });
  }, 60_000);

  it('is fine where it makes itself a token, or anybody may ask', async () => {
    const open = 'server: { listen: 0.0.0.0:19930 }';
    expect(await check(open, [], { TOCSIN_MAKE_TOKEN: '1' })).toMatchObject({ code: 0, stderr: '' });
    expect(await check('server: { listen: 0.0.0.0:19930, allow_anonymous: true }')).toMatchObject({ code: 0, stderr: '' });
  });

  it('is warned of where the secrets are elsewhere: what makes a token may be there', async () => {
    const checked = await check('server: { listen: 0.0.0.0:19930 }', ['--without-secrets']);
    expect(checked).toMatchObject({ code: 0, stderr: `warning: ${fault}`, stdout: expect.stringContaining(': fine') });
  });
});

describe('without the secrets', () => {
  writeFileSync(
    join(dir, 'secrets.yml'),
    `route: { receiver: oncall }\nreceivers: [{ name: oncall, pagerduty_configs: [{ routing_key: "$\{PD_KEY}" }] }]\n`,
  );
  const missing = 'receivers[0].pagerduty_configs[0].routing_key: ';

  it('check-config refuses, unless it is told that they are absent', async () => {
    const refused = await run(checkConfigCommand, ['secrets.yml']);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain(`${missing}\${PD_KEY} is not set`);
    const checked = await run(checkConfigCommand, ['--without-secrets', 'secrets.yml']);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('receivers: oncall (pagerduty)')]);
    expect(checked.stderr).toContain(`${missing}warning: \${PD_KEY} is not set`);
  });

  it('test-route answers, and warns', async () => {
    const { code, stdout, stderr } = await run(testRouteCommand, ['--config', 'secrets.yml', 'a=b']);
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'oncall']);
    expect(stderr).toContain(`${missing}warning: \${PD_KEY} is not set`);
  });
});

describe('test-route', () => {
  const lines = async (...labels: string[]): Promise<string[]> =>
    (await run(testRouteCommand, ['--config', 'good.yml', ...labels])).stdout.trimEnd().split('\n');

  it('says which receivers on its first line, and then why', async () => {
    expect(await lines('severity=page', 'team=payments', 'env=prod')).toEqual([
      'oncall,payments',
      'severity: critical (sent as "page"); matchers see both',
      'grouping: grouping[0] {env="prod"}: by alertname, cluster; group_wait 30s, reopen_window 10m',
      'route: matches, and routes below it take the alert',
      'route.routes[0]: goes to oncall',
      'route.routes[1]: goes to payments',
    ]);
  });

  it('names what did not hold', async () => {
    expect(await lines('severity=warning')).toEqual([
      'default',
      'severity: warning',
      "grouping: everything else: by the sender's group labels; group_wait 0s, reopen_window 10m",
      'route: goes to default',
      'route.routes[0]: no, severity="critical" does not hold (the alert has "warning")',
      'route.routes[1]: no, team="payments" does not hold (the alert has no such label)',
      'route.routes[2]: no, severity="info" does not hold (the alert has "warning")',
    ]);
  });

  it('says when nobody is told', async () => {
    expect((await lines('severity=info')).slice(0, 2)).toEqual(['none', 'receiver none has no configs: recorded, never sent']);
  });

  it('takes an alert without labels, and values with an equals sign', async () => {
    expect((await lines())[0]).toBe('default');
    expect((await lines('a=b=c', 'severity=critical'))[0]).toBe('oncall');
  });

  it('adds the labels of an integration', async () => {
    expect((await lines('--integration', 'prod'))[2]).toContain('grouping[0]');
    expect(await run(testRouteCommand, ['--config', 'good.yml', '--integration', 'dev'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--integration: there is no "dev"; there is prod'),
    });
  });

  it('refuses what is no label, and a bad configuration', async () => {
    expect(await run(testRouteCommand, ['severity'])).toMatchObject({
      code: 2,
      stderr: '"severity" is not a label: write label=value, as in severity=critical\n',
    });
    for (const [matcher, operator] of [
      ['severity=~critical', '=~'],
      ['severity!=critical', '!='],
      ['severity!~"a|b"', '!~'],
      ['severity !~ a=b', '!~'],
    ] as const) {
      expect(await run(testRouteCommand, [matcher])).toEqual({
        code: 2,
        stdout: '',
        stderr: `${JSON.stringify(matcher)} is a matcher (${operator}), and an alert has one value for each label: write label=value, as in severity=critical\n`,
      });
    }
    expect(await run(testRouteCommand, ['--config', 'good.yml', 'a=b=~c', 'd=!~e'])).toMatchObject({ code: 0 });
    expect(await run(testRouteCommand, ['--config', 'bad.yml', 'a=b'])).toMatchObject({ code: 1, stdout: '' });
    expect(await run(testRouteCommand, ['--config', 'missing.yml', 'a=b'])).toMatchObject({ code: 2, stdout: '' });
  });
});
