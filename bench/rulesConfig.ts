import type { ConfigTree } from './policyOf.ts';
import { ALERTNAMES, CLUSTERS, NAMESPACES, SERVICES } from './rulesAlerts.ts';

/** `n` items, each made from its number. */
function many<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i));
}

const rule = (i: number): string => `alertname="Rule${i % ALERTNAMES}"`;
const service = (i: number): string => `service="svc-${i % SERVICES}"`;

const RECEIVERS = many(10, (i) => ({ name: `team-${i}`, console_configs: [{}] }));

/** No rules at all: what every alert costs. */
export const WITHOUT_RULES: ConfigTree = {
  grouping: [{ group_by: ['alertname', 'cluster', 'namespace'] }],
  route: { receiver: 'team-0' },
  receivers: RECEIVERS,
};

/**
 * 200 rules: 60 of inhibition, 60 hold-downs, 40 of urgency, 20 windows of maintenance and 20 routes with hours; and flapping,
 * dependencies of 100 services, same_host, changes, throttle and storm. `now`: when the maintenance goes on.
 */
export function withRules(now: number): ConfigTree {
  return {
    ...WITHOUT_RULES,
    services: many(SERVICES, (i) => ({
      name: `svc-${i}`,
      team: `team-${i % 10}`,
      tier: i % 4,
      depends_on: i === 0 ? [] : [`svc-${Math.floor(i / 2)}`],
    })),
    maintenance: many(20, (i) => ({
      start: new Date(now + (i < 3 ? 0 : i * 30) * 86_400_000).toISOString(),
      end: new Date(now + (i < 3 ? 20 : i * 30 + 1) * 86_400_000).toISOString(),
      matchers: [`cluster="eu-${i % CLUSTERS}"`, service(i * 3)],
      grace: '3m',
    })),
    noise: {
      inhibit_rules: many(60, inhibitRule),
      hold_down: many(60, (i) => ({
        matchers:
          i % 6 === 5 ? [`alertname=~"Rule${i}[0-9].*"`, 'severity="warning"'] : [rule(i * 2), 'severity=~"warning|info"'],
        for: `${1 + (i % 5)}m`,
      })),
      flapping: { window: '2h', changes: 5, calm: '30m' },
      dependencies: { window: '25m', depth: 4 },
      same_host: { window: '12m' },
      changes: { window: '4m', hold: '5m' },
      throttle: { window: '1h', notifications: 20 },
      storm: { alerts: 1_000, window: '1m', by: ['cluster'], hold: '30m' },
    },
    urgency: { rules: many(40, urgencyRule), default: 'low' },
    time_intervals: many(5, (i) => ({
      name: `hours-${i}`,
      time_intervals: [
        { weekdays: ['monday:friday'], times: [{ start_time: `0${i}:00`, end_time: '17:00' }], location: 'Europe/Berlin' },
      ],
    })),
    route: { receiver: 'team-0', routes: many(20, route) },
  };
}

function inhibitRule(i: number): unknown {
  if (i % 6 === 0)
    return {
      source_matchers: ['severity="critical"', service(i)],
      target_matchers: ['severity=~"warning|info"', service(i)],
      equal: ['cluster', 'namespace', 'alertname'],
    };
  const target = i % 6 === 1 ? `alertname=~"Rule${i}.+"` : rule(i + 1);
  return { source_matchers: [rule(i), 'severity="critical"'], target_matchers: [target], equal: ['cluster', 'instance'] };
}

function urgencyRule(i: number): unknown {
  const matchers = i % 2 === 0 ? [service(i), 'severity=~"critical|error"'] : [`team="team-${i % 10}"`, rule(i)];
  if (i % 4 === 0) return { matchers, kind: ['symptom', 'unknown'], urgency: 'high' };
  if (i % 4 === 1) return { matchers, urgency: 'high', when: { second_sign: '15m' } };
  return { matchers, urgency: i % 8 === 2 ? 'low' : 'high' };
}

function route(i: number): unknown {
  const matchers = i % 2 === 0 ? [`team="team-${(i / 2) % 10}"`] : [service(i), `namespace="space-${i % NAMESPACES}"`];
  const hours = i % 3 === 0 ? { active_time_intervals: [`hours-${i % 5}`] } : { mute_time_intervals: [`hours-${i % 5}`] };
  return { matchers, receiver: `team-${i % 10}`, continue: i % 5 === 0, ...(i % 4 === 0 ? hours : {}) };
}

export interface BenchMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** The matchers of 500 silences: most ask for one host or one rule, 50 only by regex. A few of them fit something. */
export function silenceMatchers(): BenchMatcher[][] {
  const is = (name: string, value: string, isRegex = false): BenchMatcher => ({ name, value, isRegex, isEqual: true });
  return many(500, (i) => {
    if (i % 20 === 0) return [is('instance', `web-(${i}|${i + 1})[0-9]\\.zone-[a-c]\\..+`, true)];
    if (i % 20 === 10) return [is('alertname', `Old.*Rule${i}(Slow|Down)?`, true), is('service', 'svc-.+', true)];
    if (i % 4 === 1) return [is('instance', `web-${i}.example.com:9100`)];
    if (i % 4 === 2) return [is('alertname', `Retired${i}`), is('cluster', `eu-${i % CLUSTERS}`)];
    return [
      is('alertname', `Rule${i % ALERTNAMES}`),
      is('namespace', `space-${i % NAMESPACES}`),
      is('service', `svc-${(i * 7) % SERVICES}`),
    ];
  });
}
