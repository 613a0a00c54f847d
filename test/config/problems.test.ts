import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/configError.ts';
import { loadConfig } from '../../src/config/load.ts';
import { noiseSchema } from '../../src/config/noiseSchema.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { loadText, problemsOf } from './loadText.ts';

describe('problems', () => {
  it('are told all at once, in the order of the lines', () => {
    const text = `route:
  receiver: nobody
  routes:
    - { matchers: ['a=~"("', 'b'], receiver: [x] }
receivers:
  - { name: a, slack_configs: [{ channel: 7 }] }
server: { listen: x, lisen: y }
alarm_receiver: b
`;
    expect(problemsOf(text).map((line) => line.split(': ', 2).join(' '))).toEqual([
      'f:2:3 route.receiver',
      'f:4:20 route.routes[0].matchers[0]',
      'f:4:30 route.routes[0].matchers[1]',
      'f:4:36 route.routes[0].receiver',
      'f:6:16 receivers[0].slack_configs',
      'f:6:34 receivers[0].slack_configs[0].channel',
      'f:7:11 server.listen',
      'f:7:22 server.lisen',
      'f:8:1 alarm_receiver',
    ]);
  });

  it.each([
    [
      'an anchor used many times',
      'x: &a [1, 2]\n'.concat(...Array.from({ length: 200 }, (_, i) => `y${i}: *a\n`)),
      'x: the key is not known',
    ],
    [
      'a bomb of aliases',
      `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
        .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]\n`)
        .join('')}`,
      'repeated too often by aliases',
    ],
    ['deep nesting', `a: ${'['.repeat(200)}${']'.repeat(200)}`, 'is nested too deeply'],
    ['absurd nesting', `a: ${'['.repeat(20_000)}`, 'f:1:'],
    ['a key named __proto__', 'severities: { __proto__: critical }', 'severities.__proto__: is not usable as a key'],
    ['a list as a key', '? [a]\n: b', 'is not usable as a key'],
  ])('survives %s', (_what, text, said) => {
    expect(problemsOf(text).join('\n')).toContain(said);
  });

  it('warns of matchers that are read in two ways, and of routes behind a wall', () => {
    const { warnings } = loadText(`route:
  receiver: console
  routes:
    - { matchers: ['a="tab\\there"'] }
    - { receiver: console }
    - { matchers: ['b="c"'] }
`);
    expect(warnings.map((warning) => formatProblem('f', warning))).toEqual([
      expect.stringMatching(/^f:4:20: route\.routes\[0\]\.matchers\[0\]: Alertmanager's two syntaxes read it differently/),
      expect.stringMatching(/^f:6:7: route\.routes\[2\]: is never reached: the route before it matches everything/),
    ]);
  });

  it.each(Object.keys(noiseSchema.shape))('say that %s belongs under noise', (key) => {
    expect(problemsOf(`${key}: []`)).toEqual([
      `f:1:1: ${key}: the key is not known here (it belongs under noise: \`noise: { ${key}: … }\`)`,
    ]);
    expect(problemsOf(`server: { ${key}: [] }`)).not.toEqual([expect.stringContaining('belongs under noise')]);
  });

  it('say that there are no templates', () => {
    expect(problemsOf(`templates: ['/etc/alertmanager/*.tmpl']`)).toEqual([
      'f:1:1: templates: the key is not known here (leave it out: there are none, every message is written here)',
    ]);
  });

  it.each([
    ['{}', 'says neither a second sign nor how many services or dependants (write { second_sign: 15m }, { services'],
    ['{ within: 5m }', 'says neither a second sign nor how many services or dependants'],
    ['{ second_sign: 5m, services: 3 }', 'says second_sign and services, of which it can be one (write a rule for each)'],
    ['{ services: 3, dependants: 2, within: 5m }', 'says services and dependants, of which it can be one'],
    ['{ second_sign: 5m, within: 5m }', 'says within beside second_sign, which is a time itself (write { second_sign: 15m })'],
    ['{ services: 4 }', 'says services, and not within what time (write { services: 4, within: 15m })'],
    ['{ dependants: 2 }', 'says dependants, and not within what time (write { dependants: 2, within: 15m })'],
  ])('say what is wrong with `when: %s`', (when, said) => {
    expect(problemsOf(`urgency: { rules: [{ urgency: high, when: ${when} }] }`)).toEqual([
      expect.stringContaining(`urgency.rules[0].when: ${said}`),
    ]);
  });

  it('say when the file itself is missing', () => {
    const path = join(tmpdir(), 'tocsin-no-such-file.yml');
    let caught: unknown;
    try {
      loadConfig({ path, env: {} });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ConfigError);
    expect(caught).toMatchObject({ unreadable: true, message: expect.stringContaining(`${path}: there is no such file`) });
  });
});

describe('addresses of services', () => {
  it.each([
    ['https://events.eu.pagerduty.com', true],
    ['https://proxy.example.com/pagerduty/', true],
    ['http://127.0.0.1:4000', true],
    ['http://localhost:4000/x', true],
    ['http://[::1]:4000', true],
    ['http://127.0.0.1.example.com', false],
    ['http://10.0.0.1', false],
    ['https://a:b@events.pagerduty.com', false],
    ['https://events.pagerduty.com/?a=b', false],
    ['ftp://events.pagerduty.com', false],
    ['events.pagerduty.com', false],
  ])('%s: %s', (url, isFine) => {
    expect(problemsOf(`pagerduty: { events_url: "${url}" }`).length === 0).toBe(isFine);
    expect(problemsOf(`slack: { api_url: "${url}" }`).length === 0).toBe(isFine);
  });
});
