import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type PolicyTree, qualityConfig } from '../../bench/pageQuality/qualityConfig.ts';
import { contextTree } from '../../src/backtest/contextTree.ts';

const POLICY = parse(`
slack: { bot_token: '\${BOT}' }
route: { receiver: '\${TEAM}' }
receivers:
  - { name: payments, pagerduty_configs: [{ routing_key: '\${KEY}' }] }
  - { name: search, pagerduty_configs: [{ routing_key_file: no-such-file }] }
`) as PolicyTree;
const context = contextTree({ services: [], maintenance: [], deploys: [] });

it('reads a policy with the environment, and does without secrets that are missing', () => {
  for (const receiver of ['payments', 'search']) {
    expect(qualityConfig(POLICY, context, { env: { TEAM: receiver } }).route.receiver).toBe(receiver);
  }
});

it('says which secrets are missing, where they stand, as replay does', () => {
  const warned: string[] = [];
  qualityConfig(POLICY, context, { env: { TEAM: 'payments', KEY: 'k'.repeat(32) }, warn: (text) => void warned.push(text) });
  expect(warned).toEqual([
    expect.stringMatching(/^slack\.bot_token: warning: .*BOT/),
    expect.stringContaining('receivers[1].name: warning: no route names "search"'),
    expect.stringMatching(/^receivers\[1\]\.pagerduty_configs\[0\]\.routing_key_file: warning: .*no-such-file/),
  ]);
});

describe('services that the policy has too', () => {
  const known = contextTree({
    services: [
      { name: 'shop', team: 'context', tier: 1, dependsOn: ['db'] },
      { name: 'db', team: 'storage', dependsOn: [] },
    ],
  });
  const services = (yaml: string) =>
    qualityConfig({ ...POLICY, services: parse(yaml) as unknown }, known, { env: { TEAM: 'search' } }).services.map(
      ({ name, team, tier, matchers, dependsOn }) => [name, team, tier, matchers.length, dependsOn.join(' ')],
    );

  it('are one: the policy has the last word, and both say what they depend on', () => {
    expect(services(`[{ name: shop, team: own, matchers: ['job="s"'], depends_on: [queue, db] }, { name: mail }]`)).toEqual([
      ['shop', 'own', '1', 1, 'queue db'],
      ['mail', null, null, 0, ''],
      ['db', 'storage', null, 0, ''],
      ['queue', null, null, 0, ''],
    ]);
    expect(services('[{ name: db }]')[0]).toEqual(['db', 'storage', null, 0, '']);
  });

  it.each([
    ['a service twice', '[{ name: shop }, { name: shop }]'],
    ['no list', '{ shop: {} }'],
    ['what is no service', '[shop]'],
    ['a dependency that is no list', '[{ name: shop, depends_on: db }]'],
  ])('are refused as before where the policy has %s', (_, yaml) => {
    expect(() => services(yaml)).toThrow('services');
  });
});

it('refuses a policy that is wrong, and says where', () => {
  expect(() => qualityConfig(POLICY, context, { env: { TEAM: 'nobody' }, file: 'p.yml' })).toThrow(
    /^p\.yml: route\.receiver: there is no/,
  );
});

describe('what the context has wrong is said of the context', () => {
  const window = { start: '2026-03-01T10:00:00Z', end: '2026-03-01T11:00:00Z' };
  const refusal = (policy: PolicyTree, told: unknown) => () =>
    qualityConfig({ ...POLICY, ...policy }, contextTree(told), { env: { TEAM: 'search' }, file: 'p.yml', contextFile: 'c.json' });
  const own = { maintenance: [{ ...window, matchers: ['a="b"'] }], services: [{ name: 'own' }] };

  it('maintenance', () => {
    const told = {
      maintenance: [
        { ...window, matchers: { a: 'b' } },
        { ...window, matchers: {} },
      ],
    };
    expect(refusal({}, told)).toThrow(
      /^c\.json: maintenance\[1\]\.matchers: is empty: nobody would be told of anything: name what/,
    );
    expect(refusal(own, told)).toThrow(/^c\.json: maintenance\[1\]\.matchers: is empty/);
  });

  it('services, by their names', () => {
    const told = { services: [{ name: 'shop', dependsOn: [''] }, { name: 'shop' }] };
    expect(refusal(own, told)).toThrow(/^c\.json: services\["shop"\]\.dependsOn\[0\]: must not be empty/);
  });

  it('and beside it what the policy has wrong', () => {
    const bad = { maintenance: [{ ...window, matchers: [] }] };
    expect(refusal(bad, { maintenance: [{ ...window, matchers: {} }] })).toThrow(
      /^p\.yml: maintenance\[0\]\.matchers: is empty.*\nc\.json: maintenance\[0\]\.matchers: is empty/,
    );
  });
});
