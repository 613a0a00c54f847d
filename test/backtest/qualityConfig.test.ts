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

it('refuses a policy that is wrong, and says where', () => {
  expect(() => qualityConfig(POLICY, context, { env: { TEAM: 'nobody' } })).toThrow('route.receiver');
});
