import fc from 'fast-check';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { EntryContent } from '../../src/pipeline/entry.ts';
import { PLAIN_ROUTE, type PolicySource } from '../../src/pipeline/policy.ts';
import { START } from '../fakeClock.ts';
import { aTarget } from './aPolicy.ts';

export const SECOND = 1_000;
export const TARGETS = [aTarget('oncall', 'pagerduty', { urgencies: ['high'] }), aTarget('oncall', 'console')];
export const RECEIVERS = [TARGETS, [aTarget('pager', 'pagerduty', { urgencies: ['high'] })], [aTarget('channel', 'slack')]];
const NIGHT = {
  times: [{ start: 10 * 60 + 5, end: 10 * 60 + 20 }],
  weekdays: [],
  daysOfMonth: [],
  months: [],
  years: [],
  location: 'UTC',
};

const matcher = fc.constantFrom(
  ...[
    'severity="critical"',
    'severity=~"warning|info"',
    'alertname="A"',
    'alertname!="B"',
    'instance="x"',
    'team="t"',
    'team=""',
  ],
);
const matchers = fc.array(matcher, { minLength: 1, maxLength: 2 });
const node = fc.record({
  receiver: fc.constantFrom('oncall', 'pager', 'channel', 'none'),
  matchers,
  continue: fc.boolean(),
  muteTimeIntervals: fc.constantFrom([], [], ['night']),
  activeTimeIntervals: fc.constantFrom([], [], [], ['night']),
  routes: fc.constant([]),
});
const THREE = [
  { name: 'A', matchers: [], team: 't', tier: '1', dependsOn: [], runbook: null },
  { name: 'C', matchers: [], team: null, tier: null, dependsOn: [], runbook: null },
  { name: 'B', matchers: [], team: null, tier: null, dependsOn: ['A', 'C'], runbook: null },
];
const anyRules = fc.record({
  grouping: fc.constantFrom(0, 30_000).map((groupWaitMs) => [
    { matchers: ['alertname="A"'], groupBy: ['alertname'], groupWaitMs, reopenWindowMs: 60_000 },
    { matchers: [], groupBy: 'sender' as const, groupWaitMs: 0, reopenWindowMs: 600_000 },
  ]),
  maintenance: fc.array(
    fc.record({
      start: fc.constant(START),
      end: fc.constantFrom(START + 60_000, START + 700_000),
      matchers,
      graceMs: fc.constant(5_000),
    }),
    { maxLength: 2 },
  ),
  noise: fc.record({
    inhibitRules: fc.array(
      fc.record({ sourceMatchers: matchers, targetMatchers: matchers, equal: fc.constantFrom([], ['instance']) }),
      { maxLength: 2 },
    ),
    holdDown: fc.array(
      fc.record({
        matchers,
        forMs: fc.constantFrom(20_000, 300_000),
        since: fc.constantFrom('started' as const, 'started' as const, 'heard' as const),
      }),
      { maxLength: 2 },
    ),
    together: fc.array(
      fc.record({
        sourceMatchers: matchers,
        targetMatchers: matchers,
        equal: fc.constantFrom([], ['cluster'], ['instance']),
        windowMs: fc.constantFrom(60_000, 600_000),
      }),
      { maxLength: 1 },
    ),
    dependencies: fc.constantFrom(
      null,
      { windowMs: 300_000, depth: 2, siblingsMs: null },
      { windowMs: 20_000, depth: 2, siblingsMs: 120_000 },
      { windowMs: 300_000, depth: 2, siblingsMs: null, causesMs: 20_000 },
    ),
    sameHost: fc.constantFrom(null, { windowMs: 60_000 }),
    flapping: fc.constantFrom(
      null,
      { windowMs: 600_000, changes: 3, calmMs: 60_000 },
      { windowMs: 600_000, changes: 3, calmMs: 600_000, secondSignMs: 300_000 },
    ),
    changes: fc.constantFrom(null, null, { windowMs: 60_000, holdMs: 90_000 }),
    throttle: fc.constantFrom(null, null, { windowMs: 600_000, notifications: 1 }),
    storm: fc.constantFrom(...[null, null, { alerts: 2, windowMs: 60_000, by: ['severity'], holdMs: 120_000 }], {
      alerts: 2,
      windowMs: 60_000,
      by: ['cluster', 'region'],
      holdMs: 120_000,
    }),
  }),
  heartbeats: fc.constantFrom(
    [],
    [],
    [
      {
        name: 'pulse',
        matchers: ['alertname="B"', 'instance="y"'],
        by: [],
        everyMs: 60_000,
        graceMs: 30_000,
        severity: 'error' as const,
      },
    ],
  ),
  identify: fc
    .constantFrom([], ['cluster'], ['region', 'cluster'])
    .map((cluster) => ({ service: ['alertname'], host: ['instance'], cluster })),
  services: fc.constantFrom(
    [],
    [
      { name: 'A', matchers: [], team: 't', tier: '1', dependsOn: [], runbook: null },
      { name: 'B', matchers: [], team: null, tier: null, dependsOn: ['A'], runbook: null },
    ],
    THREE,
  ),
  kinds: fc.constantFrom([], [{ kind: 'cause' as const, matchers: ['alertname="A"'] }]),
  urgency: fc.option(
    fc.record(
      {
        rules: fc.array(
          fc.record({
            matchers,
            kinds: fc.constantFrom([], [], ['symptom' as const, 'unknown' as const]),
            urgency: fc.constantFrom('high' as const, 'low' as const),
            when: fc.constantFrom(
              null,
              { secondSignMs: 60_000 },
              { secondSignMs: 900_000 },
              { services: 2, withinMs: 120_000 },
              { dependants: 1, withinMs: 120_000 },
            ),
          }),
          { maxLength: 2 },
        ),
        default: fc.constantFrom('high' as const, 'low' as const),
        awake: fc.constantFrom({ withinMs: 120_000, longestMs: 600_000 }),
      },
      { requiredKeys: ['rules', 'default'] },
    ),
    { nil: null },
  ),
  timeIntervals: fc.constant([{ name: 'night', intervals: [NIGHT] }]),
  route: fc.array(node, { maxLength: 3 }).map((routes) => ({ ...PLAIN_ROUTE, receiver: 'oncall', routes })),
});
type Rules = Partial<PolicySource>;
const WHENS = [{ secondSignMs: 900_000 }, { services: 2, withinMs: 900_000 }, { services: 3, withinMs: 900_000 }];
/** Nobody is told of what is low, so that what hangs together waits in several incidents until it is seen to be one. */
const linkedRules = fc.record({ over: anyRules, when: fc.constantFrom(...WHENS) }).map(
  ({ over, when }): Rules => ({
    ...over,
    grouping: [{ matchers: [], groupBy: ['alertname', 'instance'], groupWaitMs: 0, reopenWindowMs: 60_000 }],
    noise: { ...over.noise, storm: null, dependencies: { windowMs: 900_000, depth: 2, siblingsMs: 120_000 } },
    services: THREE,
    identify: { ...over.identify, cluster: [] },
    urgency: { rules: [{ matchers: ['severity=~"critical|warning"'], kinds: [], urgency: 'high', when }], default: 'low' },
    route: { ...PLAIN_ROUTE, receiver: 'pager', routes: [] },
  }),
);
export const rules: fc.Arbitrary<Rules> = fc.oneof({ weight: 3, arbitrary: anyRules }, { weight: 1, arbitrary: linkedRules });
const alert = fc.record({
  status: fc.constantFrom('firing', 'firing', 'resolved'),
  startsAt: fc.constantFrom(0, 20, 300).map((seconds) => timestampOf(START + seconds * SECOND)),
  endsAt: fc.constantFrom(10, 290).map((seconds) => timestampOf(START + seconds * SECOND)),
  labels: fc.record(
    {
      alertname: fc.constantFrom('A', 'B', 'C'),
      instance: fc.constantFrom('x', 'y'),
      severity: fc.constantFrom('warning', 'critical', 'info'),
      team: fc.constant('t'),
      cluster: fc.constantFrom('eu', 'us'),
      region: fc.constantFrom('eu', 'eu-1'),
    },
    { requiredKeys: ['alertname', 'severity'] },
  ),
});
/** What people and their tools say in between. */
const word = fc.constantFrom(
  ...[
    null,
    null,
    null,
    null,
    'silence',
    'silence until resolved',
    'silence at night',
    'expire',
    'change',
    'acknowledge',
    'resolve',
    'reload',
    'reload',
  ],
);
export const moves = fc.array(
  fc.record({ after: fc.constantFrom(0, 1, 25, 31, 400, 700), alerts: fc.array(alert, { maxLength: 4 }), word }),
  { minLength: 1, maxLength: 10 },
);
export type Moves = typeof moves extends fc.Arbitrary<infer Made> ? Made : never;

/** What the configuration is changed to, one after the other; routes stay, because open incidents keep their receivers. */
export const reloads = fc.array(rules, { maxLength: 2 });

/** `number`: of the move, which names what it makes and tells which of those before it is meant. */
export function said(word: string | null, number: number, at: number): EntryContent | null {
  if (word === null || word === 'reload') return null;
  if (word === 'acknowledge' || word === 'resolve') return { kind: word, incident: 1 + (number % 2), by: 'ada' };
  if (word === 'expire') return { kind: 'silence_expire', silence: `silence-${number - 1}`, by: 'ada' };
  if (word === 'change') {
    const rest = { summary: 'A 2', version: null, url: null, labels: {}, by: 'ci', endedAt: null };
    return { kind: 'change', changes: [{ id: `change-${number}`, service: 'A', cluster: '', at, ...rest }] };
  }
  const isRecurring = word === 'silence at night';
  return {
    kind: 'silence_set',
    silence: `silence-${number}`,
    matchers: [{ name: 'instance', value: 'x', isRegex: false, isEqual: true }],
    startsAt: null,
    endsAt: at + (word === 'silence' ? 300_000 : 7_200_000),
    createdBy: 'ada',
    comment: '',
    annotations: {},
    source: 'api',
    recurrence: isRecurring ? { names: ['night'], ranges: [], written: ['night'] } : null,
    expiresWhenResolved: word === 'silence until resolved',
    replaces: null,
  };
}

/** As Alertmanager sends them. */
export function webhookOf(alerts: readonly object[]): object {
  return { alerts, groupLabels: { alertname: 'g' }, groupKey: 'g' };
}
