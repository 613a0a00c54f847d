import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../src/pipeline/compilePolicy.ts';
import { unheard } from '../../src/pipeline/unheard.ts';
import { configOf } from '../startTestApp.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const RECEIVERS = `
receivers:
  - { name: pager, pagerduty_configs: [{ routing_key: ${KEY} }] }
  - { name: chat, console_configs: [{}] }
  - { name: quiet, console_configs: [{ urgency: [low] }] }
  - { name: none }
`;
const LOW_BY_DEFAULT = `urgency: { rules: [{ matchers: ['severity="critical"'], urgency: high }], default: low }\n`;

/** `path: message`, leaving out the receivers that a case does not speak of. */
function said(yaml: string): string[] {
  const { policy } = configOf(yaml + RECEIVERS);
  return unheard(compilePolicy(policy)).flatMap(({ path, message }) =>
    path[0] === 'receivers' ? [] : [`${path.join('.')}: ${message}`],
  );
}

function routed(route: string, rest = LOW_BY_DEFAULT): string[] {
  return said(`${rest}route: ${route}\n`);
}

describe('what reaches nobody', () => {
  it.each([
    ['a root that takes all', '{ receiver: chat }', []],
    [
      'a root with a pager alone',
      '{ receiver: pager }',
      ['route.receiver: pager takes high urgency only, and what is low is told to nobody here: {severity="error"}, for one'],
    ],
    [
      'a pager below a root that takes all',
      `{ receiver: chat, routes: [{ matchers: ['team="db"'], receiver: pager }] }`,
      [
        'route.routes.0.receiver: pager takes high urgency only, and what is low is told to nobody here: {severity="error", team="db"}, for one',
      ],
    ],
    [
      'a pager for what is always high',
      `{ receiver: chat, routes: [{ matchers: ['severity="critical"'], receiver: pager }] }`,
      [],
    ],
    ['a pager for high urgency', `{ receiver: chat, routes: [{ matchers: ['urgency="high"'], receiver: pager }] }`, []],
    [
      'a pager that goes on to a route which takes the same',
      `{ receiver: none, routes: [{ matchers: ['team="db"'], receiver: pager, continue: true }, { matchers: ['team=~"db|web"'], receiver: chat }, { receiver: chat }] }`,
      [],
    ],
    [
      'a pager that goes on to nothing: the root does not take it',
      `{ receiver: chat, routes: [{ matchers: ['team=~"db|web"'], receiver: pager, continue: true }] }`,
      [
        'route.routes.0.receiver: pager takes high urgency only, and what is low is told to nobody here: {severity="error", team="db"}, for one',
      ],
    ],
    [
      'a receiver for low urgency alone',
      `{ receiver: chat, routes: [{ matchers: ['severity="critical"'], receiver: quiet }] }`,
      [
        'route.routes.0.receiver: quiet takes low urgency only, and what is high is told to nobody here: {severity="critical"}, for one',
      ],
    ],
    ['a receiver without configs, which is meant to be silent', '{ receiver: none }', []],
  ])('%s', (_, route, expected) => {
    expect(routed(route).map((line) => line.replace('{severity="warning"', '{severity="error"'))).toEqual(expected);
  });

  it('without urgency rules nothing is low', () => {
    expect(routed('{ receiver: pager }', '')).toEqual([]);
  });

  it('does not blame a route that another one stands before', () => {
    const same = (receiver: string) => `{ matchers: ['team="db"'], receiver: ${receiver} }`;
    expect(routed(`{ receiver: chat, routes: [${same('none')}, ${same('pager')}] }`)).toEqual([]);
  });

  it('counts what is high once a second sign has come', () => {
    const waits = `urgency: { rules: [{ matchers: ['severity="warning"'], urgency: high, when: { second_sign: 5m } }], default: low }\n`;
    const quiet = `{ receiver: chat, routes: [{ matchers: ['severity="warning"'], receiver: quiet }] }`;
    expect(routed(quiet, waits)).toEqual([expect.stringContaining('what is high is told to nobody here: {severity="warning"}')]);
  });

  it('counts what is low until a second sign comes', () => {
    const waits = `urgency: { rules: [{ matchers: ['severity="warning"'], urgency: high, when: { second_sign: 5m } }] }\n`;
    expect(routed('{ receiver: pager }', waits)).toEqual([expect.stringContaining('{severity="warning"}')]);
  });

  it('finds what only the alerts of one environment are', () => {
    const dev = `urgency: { rules: [{ matchers: ['env=~"dev|staging"'], urgency: low }] }\n`;
    expect(routed('{ receiver: pager }', dev)).toEqual([expect.stringContaining('env="dev"')]);
    const prod = `integrations: [{ name: prod, type: alertmanager, token: a-token-of-prod, labels: { env: prod } }]\n`;
    expect(routed('{ receiver: pager }', dev + prod)).toEqual([]);
  });

  it('says each receiver once', () => {
    const routes = ['a', 'b', 'c'].map((team) => `{ matchers: ['team="${team}"'], receiver: pager }`);
    expect(routed(`{ receiver: chat, routes: [${routes.join(', ')}] }`)).toHaveLength(1);
  });

  it.each([
    ['chat', []],
    [
      'none',
      ['heartbeats.0: its absence, of high urgency, is told to nobody: route gives it to none, which takes nothing of that'],
    ],
    [
      'quiet',
      ['heartbeats.0: its absence, of high urgency, is told to nobody: route gives it to quiet, which takes nothing of that'],
    ],
  ])('a heartbeat whose absence goes to %s', (receiver, expected) => {
    const heartbeat = `heartbeats: [{ name: dog, matchers: ['alertname="Watchdog"'], every: 5m }]\n`;
    const all = routed(`{ receiver: ${receiver}, routes: [{ matchers: ['alertname="Watchdog"'], receiver: chat }] }`, heartbeat);
    expect(all.filter((line) => line.startsWith('heartbeats'))).toEqual(expected);
    const own = `{ receiver: ${receiver}, routes: [{ matchers: ['alertname="HeartbeatMissing-dog"'], receiver: pager }] }`;
    expect(routed(own, heartbeat).filter((line) => line.startsWith('heartbeats'))).toEqual([]);
  });

  it.each([
    ['chat', []],
    ['pager', []],
    ['quiet', ["quiet takes low urgency only, so Tocsin's own alarms of high urgency go to the console alone"]],
    ['none', ["none has no configs, so Tocsin's own alarms go to whatever pager there is, or to the console alone"]],
  ])('alarms of Tocsin itself that go to %s', (receiver, expected) => {
    expect(said(`alarm_receiver: ${receiver}\nroute: { receiver: chat }\n`)).toEqual(
      expected.map((message) => `alarm_receiver: ${message}`),
    );
  });

  it('a receiver that no route names; the one for alarms is named', () => {
    const found = (alarms: string): string[] =>
      configOf(`${alarms}route: { receiver: chat, routes: [{ receiver: none, matchers: [a=b] }] }${RECEIVERS}`).warnings.map(
        ({ line, path, message }) => `${line} ${path}: ${message}`,
      );
    expect(found('')).toEqual([
      '3 receivers[0].name: no route names "pager", so it is told nothing',
      '5 receivers[2].name: no route names "quiet", so it is told nothing',
    ]);
    expect(found('alarm_receiver: pager\n')).toEqual(['6 receivers[2].name: no route names "quiet", so it is told nothing']);
  });
});
