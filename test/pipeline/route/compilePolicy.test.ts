import { describe, expect, it } from 'vitest';
import { matchesAll } from '../../../src/alert/matcher.ts';
import { compilePolicy } from '../../../src/pipeline/compilePolicy.ts';
import { NO_RULES, PLAIN_ROUTE, type PolicySource } from '../../../src/pipeline/policy.ts';

const target = {
  id: 'oncall/pagerduty/0',
  receiver: 'oncall',
  notifier: 'pagerduty',
  sendResolved: true,
  urgencies: ['high'],
  account: 'ab12',
} as const;
const SOURCE: PolicySource = {
  integrations: [{ name: 'prod', labels: { env: 'prod' } }],
  severities: { ticket: 'warning' },
  grouping: [
    { matchers: ['{env="prod",team="x"}'], groupBy: ['alertname'], groupWaitMs: 30_000, reopenWindowMs: 600_000 },
    { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 },
  ],
  repeatIntervalMs: 14_400_000,
  ...NO_RULES,
  route: { ...PLAIN_ROUTE, receiver: 'oncall', matchers: [], continue: false },
  receivers: [{ name: 'oncall', targets: [target] }],
  alarmReceiver: null,
};

describe('compilePolicy', () => {
  it('makes everything findable by name', () => {
    const policy = compilePolicy(SOURCE);
    expect(policy.source).toBe(SOURCE);
    expect(policy.severities.get('ticket')).toBe('warning');
    expect(policy.receivers.get('oncall')?.targets).toEqual([target]);
    expect(policy.targets.get('oncall/pagerduty/0')).toEqual(target);
    expect(policy.integrations.get('prod')?.labels).toEqual({ env: 'prod' });
    expect(policy.route).toMatchObject({ path: 'route', receiver: 'oncall' });
    expect(policy).toMatchObject({ repeatIntervalMs: 14_400_000, alarmReceiver: null });
  });

  it('compiles every matcher of a grouping rule', () => {
    const [rule, last] = compilePolicy(SOURCE).grouping;
    expect(rule).toMatchObject({ groupBy: ['alertname'], groupWaitMs: 30_000 });
    expect(matchesAll(rule?.matchers ?? [], { env: 'prod', team: 'x' }, 'error')).toBe(true);
    expect(matchesAll(rule?.matchers ?? [], { env: 'prod', team: 'y' }, 'error')).toBe(false);
    expect(last?.matchers).toEqual([]);
  });

  it('gives the same hash whatever the order of the keys, and another for another policy', () => {
    const { hash } = compilePolicy(SOURCE);
    const reordered = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(SOURCE).reverse()))) as PolicySource;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(compilePolicy(reordered).hash).toBe(hash);
    expect(compilePolicy({ ...SOURCE, repeatIntervalMs: 1 }).hash).not.toBe(hash);
    const rules = [...SOURCE.grouping].reverse();
    expect(compilePolicy({ ...SOURCE, grouping: rules }).hash).not.toBe(hash);
  });

  it('refuses a matcher that cannot be read', () => {
    const route = { ...SOURCE.route, routes: [{ ...PLAIN_ROUTE, receiver: '', matchers: ['a=~"("'], continue: false }] };
    expect(() => compilePolicy({ ...SOURCE, route })).toThrow('the regex "(" is refused');
  });
});
