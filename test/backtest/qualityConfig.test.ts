import { expect, it } from 'vitest';
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

it('refuses a policy that is wrong, and says where', () => {
  expect(() => qualityConfig(POLICY, context, { env: { TEAM: 'nobody' } })).toThrow('route.receiver');
});
