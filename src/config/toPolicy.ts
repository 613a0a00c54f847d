import { formatMatcher } from '../alert/matcher.ts';
import type { NotifierConfig, NotifierKind } from '../pipeline/notify/notifierKind.ts';
import type { GroupingRule, PolicySource, RouteNode, Target } from '../pipeline/policy.ts';
import type { ConfigInput, RouteInput } from './schema.ts';

/** A target, and what its notifier is made from. */
export interface ConfiguredTarget extends Target {
  readonly config: NotifierConfig;
}

/** The part of the configuration that decisions read. */
export function toPolicy(input: ConfigInput, notifiers: readonly NotifierKind[]): PolicySource {
  const integrations = input.integrations.map(({ name, labels }) => ({ name, labels }));
  return {
    integrations: integrations.length > 0 ? integrations : [{ name: 'default', labels: {} }],
    severities: Object.fromEntries(Object.entries(input.severities).map(([word, to]) => [word.trim().toLowerCase(), to])),
    grouping: toGrouping(input),
    repeatIntervalMs: input.repeat_interval,
    route: toRoute(input.route, ''),
    receivers: input.receivers.map((receiver) => ({
      name: receiver.name,
      targets: targetsOf(receiver, notifiers).map(({ config: _, ...target }) => target),
    })),
    alarmReceiver: input.alarm_receiver ?? null,
  };
}

/** Everything a receiver sends to, notifiers in their list's order. */
export function targetsOf(receiver: ConfigInput['receivers'][number], notifiers: readonly NotifierKind[]): ConfiguredTarget[] {
  return notifiers.flatMap((kind) => {
    // The schema has been over it: it is what this very kind's schema returned.
    const configs = (receiver[`${kind.name}_configs`] ?? []) as readonly NotifierConfig[];
    return configs.map((config, i) => ({
      id: `${receiver.name}/${kind.name}/${i}`,
      receiver: receiver.name,
      notifier: kind.name,
      sendResolved: config.send_resolved,
      account: kind.account(config),
      config,
    }));
  });
}

function toGrouping(input: ConfigInput): GroupingRule[] {
  const rules = input.grouping.map((rule) => ({
    matchers: rule.matchers,
    groupBy: rule.group_by,
    groupWaitMs: rule.group_wait,
    reopenWindowMs: rule.reopen_window,
  }));
  const last = rules.at(-1);
  if (last && last.matchers.length === 0) return rules;
  return [...rules, { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 }];
}

function toRoute(node: RouteInput, inherited: string): RouteNode {
  const receiver = node.receiver ?? inherited;
  const old = (pairs: Record<string, string> = {}, operator: '=' | '=~') =>
    Object.entries(pairs).map(([name, value]) => formatMatcher({ name, operator, value }));
  return {
    receiver,
    matchers: [...old(node.match, '='), ...old(node.match_re, '=~'), ...(node.matchers ?? [])],
    continue: node.continue ?? false,
    routes: (node.routes ?? []).map((child) => toRoute(child, receiver)),
  };
}
