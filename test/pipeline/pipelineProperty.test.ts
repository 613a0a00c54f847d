import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesAll } from '../../src/alert/matcher.ts';
import { MemoryStore } from '../../src/backtest/memoryStore.ts';
import { BOUNDS } from '../../src/pipeline/bounds.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import { decideFully } from '../../src/pipeline/decideFully.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import type { ThrottleState } from '../../src/pipeline/throttleState.ts';
import { silenceState } from '../../src/silence/silence.ts';
import { compileSilenceMatcher } from '../../src/silence/silenceMatcher.ts';
import { decidedText } from '../engine/decidedText.ts';
import { START } from '../fakeClock.ts';
import { aPolicy } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';
import { entriesOf, move, POLICY, TARGETS } from './moves.ts';
import { broken, cases, LIMIT, policyOf } from './play.ts';
import { type Moves, moves, rules, SECOND, said, webhookOf } from './traceMoves.ts';

/** With the rules that remember: few notifications, and changes that alerts wait for. */
const REMEMBERING = aPolicy([TARGETS], {
  grouping: [
    { matchers: ['alertname="Slow"'], groupBy: ['alertname'], groupWaitMs: 30_000, reopenWindowMs: 120_000 },
    { matchers: [], groupBy: ['alertname', 'instance'], groupWaitMs: 0, reopenWindowMs: 600_000 },
  ],
  identify: { service: ['service'], host: ['instance'], cluster: [] },
  noise: {
    ...NO_RULES.noise,
    changes: { windowMs: 250_000, holdMs: 300_000 },
    throttle: { windowMs: 900_000, notifications: 2 },
  },
});
const POLICIES = [
  ['with no rules', POLICY],
  ['with rules that remember', REMEMBERING],
] as const;

it.each(POLICIES)('decides the same however the journal was cut into batches, %s', (_name, policy) => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 15 }), fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (moves, sizes) => {
      const entries = entriesOf(moves);
      const one = new Memory();
      for (const entry of entries) one.decide([entry], policy);
      const many = new Memory();
      for (let from = 0; from < entries.length; ) {
        const size = sizes.next().value;
        from += many.decide(entries.slice(from, from + size), policy).stamps.length;
      }
      expect(many.picture()).toEqual(one.picture());
    }),
    { numRuns: 300 },
  );
});

it('decides the same however the journal was cut into batches, with any rules', LIMIT, () => {
  fc.assert(
    fc.property(rules, broken, moves, fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (over, bomb, steps, sizes) => {
      const policy = policyOf(over, bomb);
      const entries = entriesOfSteps(steps, policy);
      expect(decidedIn(entries, () => sizes.next().value, policy)).toBe(decidedIn(entries, () => 1, policy));
    }),
    cases(300),
  );
});

/** Everything that the entries decide, cut into batches of these sizes, with the facts of each batch by key. */
function decidedIn(entries: readonly Entry[], size: () => number, policy: Policy): string {
  const store = new MemoryStore(2);
  const made: Decisions[] = [];
  const states = new Map<number, unknown>();
  for (let from = 0; from < entries.length; ) {
    const batch = entries.slice(from, from + size());
    const due = store.timers.due(batch.at(-1)?.at ?? 0, BOUNDS.timers);
    const decided = decideFully(batch, (whole) => store.facts(batch, due, whole), policy);
    store.apply(decided);
    made.push(decided);
    for (const state of decided.states) states.set(state.delivery, state);
    from += decided.stamps.length;
  }
  const byKey = (map: Map<unknown, unknown>): string[] => [...map].map((each) => JSON.stringify(each)).sort();
  const left = [store.episodes, store.incidents, store.memory, states].map(byKey);
  const timers = byKey(new Map(store.timers.all().map((timer) => [timer.key, timer])));
  return [decidedText(made, 'rows'), ...[...left, timers].map((rows) => rows.join('\n'))].join('\n\n');
}

function entriesOfSteps(steps: Moves, policy: Policy): Entry[] {
  let at = START;
  const entries: Entry[] = [];
  const add = (content: EntryContent): void => void entries.push(placed(content, entries.length + 1, at));
  for (const { after, alerts, word } of steps) {
    at += after * SECOND;
    const content = said(word, entries.length + 1, at);
    if (content) add(content);
    add(alerts.length === 0 ? { kind: 'tick' } : webhookEntry(webhookOf(alerts), policy));
  }
  return entries;
}

it.each(POLICIES)('keeps a ledger that balances, counts that are true, and one open incident a group, %s', (_name, policy) => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      const memory = new Memory();
      const sums: Record<string, number> = {};
      for (const entry of entriesOf(moves)) {
        const { stamps } = memory.decide([entry], policy);
        for (const { counts } of stamps) {
          for (const [word, count] of Object.entries(counts)) sums[word] = (sums[word] ?? 0) + count;
        }
        const { received = 0, ...others } = sums;
        expect(
          Object.values(others).reduce((left, count) => left - count, received),
          JSON.stringify(sums),
        ).toBe(0);
        expect(Object.values(sums).filter((count) => count < 0)).toEqual([]);
        checkIncidents(memory);
      }
    }),
    { numRuns: 500 },
  );
});

function checkIncidents({ incidents, episodes, memory }: Memory): void {
  const open = [...incidents.values()].filter(({ status }) => status !== 'resolved').map(({ groupKey }) => groupKey);
  expect(new Set(open).size).toBe(open.length);
  const { withheld = [], digest = null } = (memory.get('throttle:oncall') as ThrottleState | undefined) ?? {};
  for (const { number, firing, resolved, held, waiting, status, notifiedAt, targets } of incidents.values()) {
    const fires = [...episodes.values()].filter((each) => each.incident === number && each.status === 'firing').length;
    expect(firing, `#${number} fires`).toBe(fires);
    expect(resolved).toBeGreaterThanOrEqual(0);
    expect(waiting).toBeGreaterThanOrEqual(0);
    if (status === 'resolved') expect(waiting, `#${number} is over and waits`).toBe(0);
    if (status === 'resolved' || waiting > 0) continue;
    const isWithheld = targets.length > 0 && targets.every((each) => each.withheld);
    if (notifiedAt === null && !isWithheld) expect(unheard(number, episodes), `#${number} is unheard of`).toBe(true);
    // What nobody was told of stands in a digest, or will.
    if (isWithheld && firing > held) expect([...withheld, ...(digest?.of ?? [])]).toContain(number);
  }
}

/** Nothing of the incident goes to anybody. */
function unheard(number: number, episodes: Memory['episodes']): boolean {
  return [...episodes.values()]
    .filter((each) => each.incident === number && each.status === 'firing')
    .every(({ labels, held }) => labels.quiet === 'yes' || held !== null);
}

it('holds back no alert without a silence that is in force, and tells of what it held when it ends', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      const memory = new Memory();
      const entries = entriesOf(moves).map((entry, i) => ({ ...entry, at: entry.at + i * 1_000 }));
      for (const entry of entries) {
        memory.decide([entry], POLICY);
        // What is due at this very moment is decided with the next entry.
        checkHolds(memory, settle(memory, entry.at));
      }
      const late = (entries.at(-1)?.at ?? START) + 10_000_000;
      settle(memory, late);
      for (const episode of memory.episodes.values()) {
        const incident = memory.incidents.get(episode.incident ?? 0);
        if (episode.status !== 'firing' || incident?.status === 'resolved') continue;
        expect(episode.held, episode.fingerprint).toBeNull();
        if (episode.labels.quiet !== 'yes') expect(incident?.notifiedAt, episode.fingerprint).not.toBeNull();
      }
    }),
    { numRuns: 300 },
  );
});

/** Ticks every millisecond until nothing is due that holds or releases; answers when that was. */
function settle(memory: Memory, from: number): number {
  const isDue = (at: number): boolean =>
    [...memory.timers.values()].some(({ kind, dueAt }) => kind !== 'repeat' && dueAt <= at + 1);
  for (let at = from + 1; at < from + 900; at += 1) {
    memory.decide([placed({ kind: 'tick' }, at, at)], POLICY);
    if (!isDue(at)) return at;
  }
  throw new Error('it does not come to rest');
}

function checkHolds({ episodes, silences, incidents }: Memory, at: number): void {
  const firing = [...episodes.values()].filter(({ status }) => status === 'firing');
  for (const { held, labels, incident } of firing) {
    if (!held || incidents.get(incident ?? 0)?.status === 'resolved') continue;
    const silence = silences.get(held.key.slice('silence:'.length));
    expect(silence && silenceState(silence, at), held.key).toBe('active');
    const parts = silence?.matchers.map(compileSilenceMatcher) ?? [];
    expect(matchesAll(parts, labels, null)).toBe(true);
  }
  for (const { id, endedAt, hiding } of silences.values()) {
    if (endedAt === null) expect(hiding).toBe(firing.filter(({ held }) => held?.key === `silence:${id}`).length);
  }
}
