import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alertKey } from '../../src/alert/alert.ts';
import { labelValue } from '../../src/alert/labels.ts';
import { severityOf } from '../../src/alert/severity.ts';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { explain } from '../../src/pipeline/explain.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { pastContext } from '../../src/pipeline/pastContext.ts';
import { NO_RULES, PLAIN_ROUTE, type PolicySource } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { wouldPage } from '../../src/pipeline/wouldPage.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';
import { outcomeOf } from './outcomeOf.ts';

const SECOND = 1_000;
const TARGETS = [aTarget('oncall', 'pagerduty', { urgencies: ['high'] }), aTarget('oncall', 'console')];
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
  receiver: fc.constantFrom('oncall', 'pager', 'none'),
  matchers,
  continue: fc.boolean(),
  muteTimeIntervals: fc.constantFrom([], [], ['night']),
  activeTimeIntervals: fc.constantFrom([], [], [], ['night']),
  routes: fc.constant([]),
});
const rules: fc.Arbitrary<Partial<PolicySource>> = fc.record({
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
    holdDown: fc.array(fc.record({ matchers, forMs: fc.constantFrom(20_000, 300_000) }), { maxLength: 2 }),
    dependencies: fc.constant(null),
    sameHost: fc.constantFrom(null, { windowMs: 60_000 }),
    flapping: fc.constantFrom(null, null, { windowMs: 600_000, changes: 3, calmMs: 60_000 }),
    storm: fc.constantFrom(null, null, { alerts: 2, windowMs: 60_000, by: ['severity'], holdMs: 120_000 }),
  }),
  identify: fc.constant({ service: [], host: ['instance'], cluster: [] }),
  urgency: fc.option(
    fc.record({
      rules: fc.array(
        fc.record({
          matchers,
          kinds: fc.constant([]),
          urgency: fc.constantFrom('high' as const, 'low' as const),
          when: fc.constantFrom(null, { secondSignMs: 60_000 }),
        }),
        { maxLength: 2 },
      ),
      default: fc.constantFrom('high' as const, 'low' as const),
    }),
    { nil: null },
  ),
  timeIntervals: fc.constant([{ name: 'night', intervals: [NIGHT] }]),
  route: fc.array(node, { maxLength: 3 }).map((routes) => ({ ...PLAIN_ROUTE, receiver: 'oncall', routes })),
});
const alert = fc.record({
  status: fc.constantFrom('firing', 'firing', 'resolved'),
  startsAt: fc.constantFrom(0, 20, 300).map((seconds) => timestampOf(START + seconds * SECOND)),
  endsAt: fc.constantFrom(10, 290).map((seconds) => timestampOf(START + seconds * SECOND)),
  labels: fc.record(
    {
      alertname: fc.constantFrom('A', 'B'),
      instance: fc.constantFrom('x', 'y'),
      severity: fc.constantFrom('warning', 'critical', 'info'),
      team: fc.constant('t'),
    },
    { requiredKeys: ['alertname', 'severity'] },
  ),
});
const moves = fc.array(fc.record({ after: fc.constantFrom(0, 1, 25, 31, 400, 700), alerts: fc.array(alert, { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 10,
});

/** Every decision with a trace that was made on the way. */
function live(
  over: Partial<PolicySource>,
  steps: readonly { after: number; alerts: readonly object[] }[],
): { memory: Memory; policy: Policy; made: Decisions[] } {
  const policy = aPolicy([TARGETS, [aTarget('pager', 'pagerduty', { urgencies: ['high'] })]], { ...NO_RULES, ...over });
  const memory = new Memory();
  let at = START;
  let position = 0;
  const made: Decisions[] = [];
  const decide = (content: Parameters<typeof placed>[0]): void => {
    position += 1;
    made.push(memory.decide([placed(content, position, at)], policy));
  };
  for (const { after, alerts } of steps) {
    at += after * SECOND;
    if (alerts.length === 0) decide({ kind: 'tick' });
    else decide(webhookEntry({ alerts, groupLabels: { alertname: 'g' }, groupKey: 'g' }, policy));
  }
  // A bite of a release timer that was set just now is read with the batch that follows.
  for (let turn = 0; turn < 12; turn += 1) {
    at += 120 * SECOND;
    decide({ kind: 'tick' });
  }
  return { memory, policy, made };
}

it('an outcome follows from its trace alone, and who it names is told', () => {
  fc.assert(
    fc.property(rules, moves, (over, steps) => {
      const { made } = live(over, steps);
      for (const { decisions, states, notes } of made) {
        for (const { trace, verdict, reason, incident } of decisions) {
          if (!trace) {
            expect(verdict).toBe('resolve');
            continue;
          }
          const outcome = outcomeOf(trace);
          const by = verdict === 'notify' ? null : reason;
          expect({ verdict, by }).toEqual({ verdict: outcome.verdict, by: outcome.by });
          // What became urgent with its incident was told with that, and a storm is told of once.
          const isQuiet = reason === 'some_resolved' || reason === 'storm';
          const told = new Set([...states, ...notes].filter((row) => row.incident === incident).map(({ target }) => target));
          if (!isQuiet) expect([...told]).toEqual(expect.arrayContaining([...outcome.targets]));
        }
      }
    }),
    { numRuns: 400 },
  );
});

it('asked again with what a trace holds, the rules say the same, and what they looked at says why', () => {
  fc.assert(
    fc.property(rules, moves, (over, steps) => {
      const { memory, policy, made } = live(over, steps);
      const rows = made.flatMap(({ decisions }) => decisions);
      const all = [...memory.episodes.values(), ...memory.told.flatMap(({ retired }) => retired)];
      for (const { trace, startsAt, integration, fingerprint, at, verdict } of rows) {
        const episode = all.find(
          (each) => alertKey(each) === alertKey({ integration, fingerprint }) && each.startsAt === startsAt,
        );
        if (!trace || !episode) continue;
        const context = pastContext(trace, at, policy);
        const again = judgement(episode, trace.severity, context);
        const against = trace.against.filter(({ by }) => by !== 'urgency' && by !== 'flapping');
        expect(again.basis?.against).toEqual(against);
        const { receivers, targets } = again.route(trace.urgency);
        expect({ receivers, targets }).toEqual({ receivers: trace.route.receivers, targets: trace.route.targets });
        const asked = {
          episode,
          severity: trace.severity,
          context,
          urgency: trace.urgency,
          wait: trace.wait ?? null,
          incidentHold: null,
        };
        const held = explain(asked).filter(({ stage, outcome }) => stage === 'noise' && outcome === 'holds');
        expect(held.map(({ rule }) => rule)).toEqual(against.flatMap(({ by }) => (by === 'mute_time' ? [] : [by])));
        const isTold = verdict === 'notify' || verdict === 'join';
        if (isTold) expect(wouldPage(asked)).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

it('what still fires with nothing against it was told', () => {
  fc.assert(
    fc.property(rules, moves, (over, steps) => {
      const { memory, policy, made } = live(over, steps);
      const last = new Map(made.flatMap(({ decisions }) => decisions).map((row) => [`${alertKey(row)} ${row.startsAt}`, row]));
      const now = START + steps.reduce((sum, { after }) => sum + after * SECOND, 0) + 12 * 120 * SECOND;
      const facts = new RuleMemory([...memory.memory].map(([key, value]) => ({ key, value })));
      for (const episode of memory.episodes.values()) {
        const incident = memory.incidents.get(episode.incident ?? 0);
        if (episode.status !== 'firing' || !incident || incident.status === 'resolved') continue;
        const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
        const judged = judgement(episode, severity, { now, policy, memory: facts });
        if (judged.held || judged.route(incident.urgency).targets.length === 0) continue;
        const row = last.get(`${alertKey(episode)} ${episode.startsAt}`);
        expect(row?.verdict, JSON.stringify(row)).toMatch(/^(notify|join)$/);
      }
    }),
    { numRuns: 300 },
  );
});
