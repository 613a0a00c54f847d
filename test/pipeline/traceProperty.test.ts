import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alertKey } from '../../src/alert/alert.ts';
import { labelValue } from '../../src/alert/labels.ts';
import { severityOf } from '../../src/alert/severity.ts';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { explain } from '../../src/pipeline/explain.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { pastContext } from '../../src/pipeline/pastContext.ts';
import { NO_RULES, OWN_INTEGRATION, type PolicySource } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { wouldPage } from '../../src/pipeline/wouldPage.ts';
import { SilenceIndex } from '../../src/silence/silenceIndex.ts';
import { START } from '../fakeClock.ts';
import { aPolicy } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';
import { placeOf } from './otherSides.ts';
import { outcomeOf } from './outcomeOf.ts';
import { broken, cases, LIMIT, Play } from './play.ts';
import { moves, RECEIVERS, rules, SECOND, said, webhookOf } from './traceMoves.ts';

/** Long enough for every timer but the repeats. */
const LONG = 3 * 3_600 * SECOND;

/** Every decision with a trace that was made on the way. */
/** Enough for all alerts there may be, a few at each turn, after the last rule has let go of them. */
const TURNS = 24;

function live(
  over: Partial<PolicySource>,
  steps: readonly { after: number; alerts: readonly object[]; word: string | null }[],
): { memory: Memory; policy: Policy; made: Decisions[] } {
  const policy = aPolicy(RECEIVERS, { ...NO_RULES, ...over });
  const memory = new Memory();
  let at = START;
  let position = 0;
  const made: Decisions[] = [];
  const decide = (content: Parameters<typeof placed>[0]): void => {
    position += 1;
    made.push(memory.decide([placed(content, position, at)], policy));
  };
  for (const { after, alerts, word } of steps) {
    at += after * SECOND;
    const content = said(word, position + 1, at);
    if (content) decide(content);
    if (alerts.length === 0) decide({ kind: 'tick' });
    else decide(webhookEntry(webhookOf(alerts), policy));
  }
  // A bite of a release timer that was set just now is read with the batch that follows.
  for (let turn = 0; turn < TURNS; turn += 1) {
    at += 120 * SECOND;
    decide({ kind: 'tick' });
  }
  return { memory, policy, made };
}

it('an outcome follows from its trace alone: who is told, what keeps it from them until when, and what it joined', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, (over, bomb, steps) => {
      const urgent = new Set<number>();
      const play = new Play(over, bomb, (made, { stage, others }) => {
        const news = new Set([...made.states, ...made.notes].map(placeOf));
        for (const { incident, data } of made.timeline) if (data.urgency === 'high') urgent.add(incident);
        for (const { trace, verdict, reason, incident: number, integration, startsAt, fingerprint } of made.decisions) {
          if (!trace) {
            if (integration !== OWN_INTEGRATION) expect(verdict).toBe('resolve');
            continue;
          }
          const outcome = outcomeOf(trace);
          expect({ verdict, by: verdict === 'notify' ? null : reason }).toEqual({ verdict: outcome.verdict, by: outcome.by });
          const incident = stage.store.incidents.get(number ?? 0);
          if (!incident) continue;
          // What became urgent with its incident was told with that, and a storm is told of once.
          const isJoint = reason === 'storm' || incident.status === 'acknowledged';
          // Whoever else takes it has heard of it before.
          const isKnown = isJoint || (!trace.group && (reason === 'urgency_raised' || reason === 'reopened'));
          const isTold = (target: string): boolean =>
            news.has(placeOf({ incident: incident.number, target })) ||
            (isKnown && others.stands({ incident: incident.number, target }));
          expect(outcome.targets.filter((target) => !isTold(target))).toEqual([]);
          expect(outcome.targets.filter((target) => outcome.without.includes(target))).toEqual([]);
          if (outcome.group && 'is' in outcome.group) expect(incident.groupKey).toBe(outcome.group.is);
          if (outcome.group && 'not' in outcome.group) expect(incident.groupKey).not.toBe(outcome.group.not);
          if (outcome.until !== null) {
            const held = stage.store.episodes.get(alertKey({ integration, fingerprint }));
            const isCurrent = held?.status === 'firing' && held.startsAt === startsAt && incident.status !== 'resolved';
            const ends = stage.store.timers
              .all()
              .filter(({ key }) => key.endsWith(trace.against[0]?.key ?? `group_wait:${number}`));
            // What joins an incident of another group waits with that, for it is not known how long.
            if (isCurrent && !trace.moved) expect(Math.min(...ends.map(({ dueAt }) => dueAt))).toBeLessThanOrEqual(outcome.until);
          }
          if (trace.group?.as === 'reopened') urgent.delete(incident.number);
          if (outcome.saysUrgent || !over.urgency || integration === OWN_INTEGRATION) urgent.add(incident.number);
          if (trace.urgency === 'high') expect(urgent, JSON.stringify(trace)).toContain(incident.number);
          if (outcome.saysUrgent && outcome.verdict !== 'suppress') expect(trace.urgency).toBe('high');
        }
      });
      play.run(steps);
      play.stage.wait(LONG);
    }),
    cases(400),
  );
});

it('asked again with what a trace holds, the rules say the same, and what they looked at says why', LIMIT, () => {
  fc.assert(
    fc.property(rules, moves, (over, steps) => {
      const { memory, policy, made } = live(over, steps);
      const rows = made.flatMap(({ decisions }) => decisions);
      const all = [...memory.episodes.values(), ...memory.told.flatMap(({ retired }) => retired)];
      for (const { trace, startsAt, integration, fingerprint, at, verdict } of rows) {
        const episode = all.find(
          (each) => alertKey(each) === alertKey({ integration, fingerprint }) && each.startsAt === startsAt,
        );
        // No rule was asked about a heartbeat.
        if (!trace || !episode || trace.against.some(({ by }) => by === 'heartbeat')) continue;
        const context = pastContext(trace, at, policy);
        const again = judgement(episode, trace.severity, context);
        const against = trace.against.filter(({ by }) => by !== 'urgency' && by !== 'heartbeat' && by !== 'throttle');
        expect(again.basis?.against).toEqual(against);
        const { receivers, targets } = again.route(trace.urgency);
        expect({ receivers, targets }).toEqual({ receivers: trace.route.receivers, targets: trace.route.targets });
        const asked = {
          episode,
          severity: trace.severity,
          context,
          urgency: trace.urgency,
          wait: trace.wait ?? null,
          said: null,
          keptBy: null,
        };
        const held = explain(asked).filter(({ stage, outcome }) => stage === 'noise' && outcome === 'holds');
        expect([...new Set(held.map(({ rule }) => rule))]).toEqual(against.flatMap(({ by }) => (by === 'mute_time' ? [] : [by])));
        const isTold = verdict === 'notify' || verdict === 'join';
        const others = isTold ? wouldPage(asked).flatMap((change) => change.receivers) : [];
        // Left out by the hour.
        const later = new Set(again.route(trace.urgency).muted?.targets);
        const isLater = (name: string): boolean => policy.receivers.get(name)?.targets.some(({ id }) => later.has(id)) ?? false;
        if (isTold && trace.urgency === 'high') expect(others.filter((name) => !isLater(name))).toEqual([]);
        // What was told with low urgency: those who take what is high alone.
        const takers = again.route('high').receivers;
        if (isTold && trace.said?.includes('has woken')) expect(takers).toEqual(expect.arrayContaining(others));
      }
    }),
    cases(200),
  );
});

it('what still fires with nothing against it was told', LIMIT, () => {
  fc.assert(
    fc.property(rules, moves, (over, steps) => {
      const { memory, policy, made } = live(over, steps);
      const last = new Map(made.flatMap(({ decisions }) => decisions).map((row) => [`${alertKey(row)} ${row.startsAt}`, row]));
      const now = START + steps.reduce((sum, { after }) => sum + after * SECOND, 0) + TURNS * 120 * SECOND;
      const facts = new RuleMemory([...memory.memory].map(([key, value]) => ({ key, value })));
      for (const episode of memory.episodes.values()) {
        const incident = memory.incidents.get(episode.incident ?? 0);
        if (episode.status !== 'firing' || !incident || incident.status === 'resolved') continue;
        const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
        const silences = new SilenceIndex([...memory.silences.values()], policy.timeIntervals);
        const judged = judgement(episode, severity, {
          ...bareContext(now, policy),
          memory: facts,
          silenceOf: (...asked) => silences.hides(...asked),
        });
        if (judged.held || judged.route(incident.urgency).targets.length === 0) continue;
        const row = last.get(`${alertKey(episode)} ${episode.startsAt}`);
        if (row?.reason === 'throttle') continue;
        expect(row?.verdict, JSON.stringify(row)).toMatch(/^(notify|join)$/);
      }
    }),
    cases(300),
  );
});
