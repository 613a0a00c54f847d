import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { emptyLabels, type Labels } from '../../../src/alert/labels.ts';
import { compilePolicy } from '../../../src/pipeline/compilePolicy.ts';
import { group } from '../../../src/pipeline/group/group.ts';
import { type GroupingRule, NO_RULES, PLAIN_ROUTE } from '../../../src/pipeline/policy.ts';

function rule(groupBy: GroupingRule['groupBy'], matchers: string[] = []): GroupingRule {
  return { matchers, groupBy, groupWaitMs: 30_000, reopenWindowMs: 600_000 };
}

function policyOf(...grouping: GroupingRule[]) {
  return compilePolicy({
    integrations: [],
    severities: {},
    grouping,
    repeatIntervalMs: 1,
    ...NO_RULES,
    route: { ...PLAIN_ROUTE, receiver: 'none' },
    receivers: [{ name: 'none', targets: [] }],
    alarmReceiver: null,
  });
}

function alert(labels: Labels, integration = 'prod'): Alert {
  const rest = { annotations: {}, startsAt: '', endsAt: null, generatorUrl: '' };
  return { integration, fingerprint: 'f', status: 'firing', labels, ...rest };
}

const PROTO = '__proto__';
const SENDER = policyOf(rule('sender'));
const A = { alertname: 'A', cluster: 'eu', pod: '1' };

/** Whether two alerts fall into one group, each with the sender's group labels. */
function together(policy: typeof SENDER, one: [Alert, Labels | null], other: [Alert, Labels | null]): boolean {
  return group(one[0], 'error', one[1], policy).key === group(other[0], 'error', other[1], policy).key;
}

describe('as the sender grouped', () => {
  it.each([
    ['the same group labels', [alert(A), { cluster: 'eu' }], [alert({ ...A, pod: '2' }), { cluster: 'eu' }], true],
    ['in another order', [alert(A), { a: '1', b: '2' }], [alert(A), { b: '2', a: '1' }], true],
    ['other group labels', [alert(A), { cluster: 'eu' }], [alert(A), { cluster: 'us' }], false],
    ['another integration', [alert(A), { cluster: 'eu' }], [alert(A, 'staging'), { cluster: 'eu' }], false],
    ['no group labels: one alertname', [alert(A), {}], [alert({ ...A, cluster: 'us' }), {}], true],
    ['no group labels: two alertnames', [alert(A), {}], [alert({ ...A, alertname: 'B' }), {}], false],
    ['none sent, as with none in them', [alert(A), null], [alert(A), {}], true],
    ['neither group labels nor alertnames', [alert({ pod: '1' }), {}], [alert({ pod: '2' }), {}], true],
    ['a boundary is a boundary', [alert(A), { a: 'b,c' }], [alert(A), { a: 'b', c: '' }], false],
  ] as [string, [Alert, Labels | null], [Alert, Labels | null], boolean][])('%s', (_case, one, other, isOne) => {
    expect(together(SENDER, one, other)).toBe(isOne);
  });

  it('shows the labels it grouped by', () => {
    expect(group(alert(A), 'error', { cluster: 'eu' }, SENDER)).toMatchObject({ labels: { cluster: 'eu' }, groupWaitMs: 30_000 });
    expect({ ...group(alert(A), 'error', {}, SENDER).labels }).toEqual({ alertname: 'A' });
  });
});

describe('by labels of our own', () => {
  const byCluster = policyOf(rule(['cluster', 'service']));
  const byAll = policyOf(rule(['...']));
  it.each([
    ['the same values', byCluster, alert(A), alert({ ...A, alertname: 'B', pod: '2' }), true],
    ['other values', byCluster, alert(A), alert({ ...A, cluster: 'us' }), false],
    ['missing is empty', byCluster, alert(A), alert({ ...A, service: '' }), true],
    ['across integrations', byCluster, alert(A), alert(A, 'staging'), true],
    ['every label: the same', byAll, alert(A), alert({ pod: '1', alertname: 'A', cluster: 'eu' }), true],
    ['every label: one differs', byAll, alert(A), alert({ ...A, pod: '2' }), false],
  ])('%s', (_case, policy, one, other, isOne) => {
    expect(together(policy, [one, { x: '1' }], [other, { x: '2' }])).toBe(isOne);
  });

  it('takes labels with the names of JavaScript insides', () => {
    const policy = policyOf(rule(['__proto__', 'constructor']));
    const weird = (value: string): Alert => {
      const labels = emptyLabels();
      labels[PROTO] = value;
      return alert(labels);
    };
    expect(together(policy, [weird('a'), null], [weird('a'), null])).toBe(true);
    expect(together(policy, [weird('a'), null], [weird('b'), null])).toBe(false);
    expect(together(policy, [weird('a'), null], [alert(A), null])).toBe(false);
  });
});

describe('the first rule that matches', () => {
  const policy = policyOf(
    { ...rule(['cluster'], ['severity="critical"']), groupWaitMs: 0, reopenWindowMs: 1 },
    rule(['pod'], ['cluster=~"eu|us"']),
    rule('sender'),
  );
  it.each([
    ['by the word as sent', { ...A, severity: 'critical' }, 'critical', ['cluster']],
    ['by the mapped word', { ...A, severity: 'page' }, 'critical', ['cluster']],
    ['the next one', A, 'error', ['pod']],
    ['the last one', { ...A, cluster: 'ap' }, 'error', ['x']],
  ] as const)('%s', (_case, labels, severity, names) => {
    expect(Object.keys(group(alert(labels), severity, { x: '1' }, policy).labels)).toEqual(names);
  });

  it('must be there', () => {
    const none = policyOf(rule('sender', ['team="nobody"']));
    expect(() => group(alert(A), 'error', null, none)).toThrow(/no grouping rule matches f/);
  });
});
