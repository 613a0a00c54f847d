import { formatMatcher } from '../alert/matcher.ts';
import type { NotifierConfig, NotifierKind } from '../pipeline/notify/notifierKind.ts';
import type { GroupingRule, InhibitRule, PolicySource, RouteNode, Target, UrgencyPolicy } from '../pipeline/policy.ts';
import type { ConfigInput, RouteInput } from './schema.ts';
import { toEvidence } from './toEvidence.ts';

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
    identify: input.identify,
    services: input.services,
    kinds: input.kinds,
    urgency: input.urgency === undefined ? null : toUrgency(input.urgency),
    timeIntervals: input.time_intervals,
    silences: { maxDurationMs: input.silences.max_duration },
    maintenance: input.maintenance.map(({ grace, ...window }) => ({ ...window, graceMs: grace })),
    noise: {
      inhibitRules: input.noise.inhibit_rules.map(toInhibitRule),
      holdDown: input.noise.hold_down.map((rule) => ({ matchers: rule.matchers, forMs: rule.for, since: rule.since })),
      dependencies: within(input.noise.dependencies, ({ window, depth, siblings, causes }) => ({
        windowMs: window,
        depth,
        siblingsMs: siblings ?? null,
        ...(causes !== undefined && { causesMs: causes }),
      })),
      together: input.noise.together.map((rule) => ({ ...toInhibitRule(rule), windowMs: rule.window })),
      sameHost: within(input.noise.same_host, ({ window }) => ({ windowMs: window })),
      flapping: within(input.noise.flapping, ({ window, changes, calm, shorter_than, second_sign }) => ({
        windowMs: window,
        changes,
        calmMs: calm,
        ...(shorter_than !== undefined && { shorterThanMs: shorter_than }),
        ...(second_sign !== undefined && { secondSignMs: second_sign }),
      })),
      changes: within(input.noise.changes, ({ window, hold }) => ({ windowMs: window, holdMs: hold })),
      throttle: within(input.noise.throttle, ({ window, notifications }) => ({ windowMs: window, notifications })),
      storm: within(input.noise.storm, ({ alerts, window, by, hold }) => ({ alerts, windowMs: window, by, holdMs: hold })),
    },
    redact: toEvidence(input).redact,
    heartbeats: input.heartbeats.map(({ every, grace, ...rule }) => ({ ...rule, everyMs: every, graceMs: grace })),
    route: toRoute(input.route, ''),
    receivers: input.receivers.map((receiver) => ({
      name: receiver.name,
      targets: targetsOf(receiver, input, notifiers).map(({ config: _, ...target }) => target),
    })),
    alarmReceiver: input.alarm_receiver ?? null,
  };
}

/** Everything a receiver sends to, notifiers in their list's order. */
export function targetsOf(
  receiver: ConfigInput['receivers'][number],
  { pagerduty }: Pick<ConfigInput, 'pagerduty'>,
  notifiers: readonly NotifierKind[],
): ConfiguredTarget[] {
  return notifiers.flatMap((kind) => {
    // The schema has been over it: it is what this very kind's schema returned.
    const configs = (receiver[`${kind.name}_configs`] ?? []) as readonly NotifierConfig[];
    return configs.map((config, i) => ({
      id: `${receiver.name}/${kind.name}/${i}`,
      receiver: receiver.name,
      notifier: kind.name,
      sendResolved: config.send_resolved,
      urgencies: config.urgency,
      ...(kind.name === 'pagerduty' && pagerduty.api_token && { takesNotes: true }),
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

function within<T, R>(section: T | undefined, read: (section: T) => R): R | null {
  return section === undefined ? null : read(section);
}

function toUrgency({ rules, default: other, awake }: NonNullable<ConfigInput['urgency']>): UrgencyPolicy {
  return {
    rules: rules.map(({ matchers, kind, urgency, when }) => ({ matchers, kinds: kind, urgency, when: when ?? null })),
    default: other,
    ...(awake && { awake: { withinMs: awake.within, longestMs: awake.longest } }),
  };
}

type InhibitInput = ConfigInput['noise']['inhibit_rules'][number];

function toInhibitRule(rule: InhibitInput): InhibitRule {
  return {
    sourceMatchers: [...oldMatchers(rule.source_match, rule.source_match_re), ...rule.source_matchers],
    targetMatchers: [...oldMatchers(rule.target_match, rule.target_match_re), ...rule.target_matchers],
    equal: rule.equal,
  };
}

/** Alertmanager's older `match` and `match_re`. */
function oldMatchers(equal: Record<string, string> = {}, regex: Record<string, string> = {}): string[] {
  const written = (pairs: Record<string, string>, operator: '=' | '=~') =>
    Object.entries(pairs).map(([name, value]) => formatMatcher({ name, operator, value }));
  return [...written(equal, '='), ...written(regex, '=~')];
}

function toRoute(node: RouteInput, inherited: string): RouteNode {
  const receiver = node.receiver ?? inherited;
  return {
    receiver,
    matchers: [...oldMatchers(node.match, node.match_re), ...(node.matchers ?? [])],
    continue: node.continue ?? false,
    muteTimeIntervals: node.mute_time_intervals ?? [],
    activeTimeIntervals: node.active_time_intervals ?? [],
    routes: (node.routes ?? []).map((child) => toRoute(child, receiver)),
  };
}
