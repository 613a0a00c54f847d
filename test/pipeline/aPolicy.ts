import { compilePolicy, type Policy } from '../../src/pipeline/compilePolicy.ts';
import { NO_RULES, type NotifierName, PLAIN_ROUTE, type PolicySource, type Target } from '../../src/pipeline/policy.ts';

export function aTarget(receiver: string, notifier: NotifierName, over: Partial<Target> = {}): Target {
  return {
    id: `${receiver}/${notifier}/0`,
    receiver,
    notifier,
    sendResolved: true,
    urgencies: ['high', 'low'],
    account: `${receiver}'s`,
    ...over,
  };
}

/** Groups as the sender does, tells `receivers[0]`; alerts with `quiet="yes"` go to nobody. */
export function aPolicy(receivers: readonly Target[][], over: Partial<PolicySource> = {}): Policy {
  const named = receivers.map((targets) => ({ name: targets[0]?.receiver ?? 'nobody', targets }));
  return compilePolicy({
    integrations: [{ name: 'prod', labels: {} }],
    severities: {},
    grouping: [{ matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 }],
    repeatIntervalMs: 3_600_000,
    ...NO_RULES,
    route: {
      ...PLAIN_ROUTE,
      receiver: named[0]?.name ?? 'none',
      routes: [{ ...PLAIN_ROUTE, receiver: 'none', matchers: ['quiet="yes"'] }],
    },
    receivers: [...named, { name: 'none', targets: [] }],
    alarmReceiver: null,
    ...over,
  });
}
