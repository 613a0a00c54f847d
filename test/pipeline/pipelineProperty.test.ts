import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesAll } from '../../src/alert/matcher.ts';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { silenceState } from '../../src/silence/silence.ts';
import { compileSilenceMatcher } from '../../src/silence/silenceMatcher.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';

const TARGETS = [
  aTarget('oncall', 'pagerduty'),
  aTarget('oncall', 'slack', { sendResolved: false }),
  aTarget('oncall', 'console'),
];
const POLICY = aPolicy([TARGETS], {
  grouping: [
    { matchers: ['alertname="Slow"'], groupBy: ['alertname'], groupWaitMs: 30_000, reopenWindowMs: 120_000 },
    { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 },
  ],
});

interface Move {
  /** Seconds since the one before. */
  readonly after: number;
  readonly content: EntryContent | ((number: number, at: number) => EntryContent);
}

const alert = fc.record({
  status: fc.constantFrom('firing', 'resolved'),
  startsAt: fc.constantFrom(0, 0.4, 20, 300, 1_000).map((seconds) => timestampOf(START + seconds * 1_000)),
  endsAt: fc.constantFrom(10, 290, 900).map((seconds) => timestampOf(START + seconds * 1_000)),
  labels: fc.record({
    alertname: fc.constant(''),
    instance: fc.constantFrom('a', 'b'),
    severity: fc.constantFrom('warning', 'critical'),
    quiet: fc.constantFrom('no', 'no', 'yes'),
  }),
});
const webhook = fc
  .record({
    name: fc.constantFrom('Slow', 'Fast'),
    alerts: fc.array(alert, { minLength: 1, maxLength: 4 }),
    truncatedAlerts: fc.constantFrom(0, 0, 0, 2),
  })
  .map(({ name, alerts, truncatedAlerts }) => ({
    alerts: alerts.map((each) => ({ ...each, labels: { ...each.labels, alertname: name } })),
    groupLabels: { alertname: name },
    groupKey: name,
    truncatedAlerts,
  }))
  .map((body) => webhookEntry(body, POLICY));
/** What Prometheus itself posts: over after so many seconds unless it comes again. */
const post = fc
  .array(
    fc.record({
      labels: fc.record({ alertname: fc.constantFrom('Slow', 'Fast'), instance: fc.constantFrom('a', 'b', 'c') }),
      startsAt: fc.constantFrom(undefined, 0, 20, 300),
      lasts: fc.constantFrom(-1, 0, 30, 240),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((alerts) =>
    alerts.map(({ labels, startsAt, lasts }) => {
      const start = startsAt === undefined ? {} : { startsAt: timestampOf(START + startsAt * 1_000 - 600_000) };
      return { labels, ...start, endsAt: timestampOf(START + lasts * 1_000) };
    }),
  )
  .map((body) => webhookEntry(body, POLICY, 'prometheus'));
const incident = fc.integer({ min: 1, max: 4 });
const trouble = fc.record({
  kind: fc.constantFrom('delivery_dead', 'receiver_broken'),
  delivery: fc.constant(1),
  incident,
  target: fc.constantFrom('oncall/pagerduty/0', 'oncall/slack/0'),
  reason: fc.constant('no'),
});
const MATCHERS = [
  [{ name: 'instance', value: 'a', isRegex: false, isEqual: true }],
  [{ name: 'alertname', value: 'S.*', isRegex: true, isEqual: true }],
  [{ name: 'severity', value: 'critical', isRegex: false, isEqual: true }],
];
/** The silence that the move of that number began, if it did. */
const someSilence = fc.integer({ min: 1, max: 8 }).map((move) => `silence-${move}`);
const silenceSet = fc
  .record({
    replaces: fc.option(someSilence),
    matchers: fc.constantFrom(...MATCHERS),
    seconds: fc.constantFrom(30, 250, 5_000),
    expiresWhenResolved: fc.boolean(),
  })
  .map(({ seconds, ...asked }) => (number: number, at: number): EntryContent => {
    const rest = { startsAt: null, createdBy: 'ada', comment: '', source: 'api' as const, recurrence: null };
    return { ...asked, ...rest, kind: 'silence_set', silence: `silence-${number}`, endsAt: at + seconds * 1_000 };
  });
const silenceExpire = fc.record({ kind: fc.constant('silence_expire'), silence: someSilence, by: fc.constant('ada') });
const move: fc.Arbitrary<Move> = fc.record({
  after: fc.constantFrom(0, 1, 31, 200, 700, 4_000),
  content: fc.oneof(
    { weight: 8, arbitrary: webhook },
    { weight: 4, arbitrary: post },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('acknowledge', 'resolve'), incident, by: fc.constant('alice') }) },
    { weight: 1, arbitrary: trouble },
    { weight: 2, arbitrary: silenceSet },
    { weight: 1, arbitrary: silenceExpire },
    { weight: 1, arbitrary: fc.constantFrom({ kind: 'tick' }, { kind: 'engine_started', version: '1' }) },
  ) as fc.Arbitrary<Move['content']>,
});

function entriesOf(moves: readonly Move[]): Entry[] {
  let at = START;
  return moves.map(({ after, content }, index) => {
    at += after * 1_000;
    const number = index + 1;
    return placed(typeof content === 'function' ? content(number, at) : content, number, at);
  });
}

it('decides the same however the journal was cut into batches', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 15 }), fc.infiniteStream(fc.integer({ min: 1, max: 6 })), (moves, sizes) => {
      const entries = entriesOf(moves);
      const one = new Memory();
      for (const entry of entries) one.decide([entry], POLICY);
      const many = new Memory();
      for (let from = 0; from < entries.length; ) {
        const size = sizes.next().value;
        from += many.decide(entries.slice(from, from + size), POLICY).stamps.length;
      }
      expect(many.picture()).toEqual(one.picture());
    }),
    { numRuns: 300 },
  );
});

it('keeps a ledger that balances, counts that are true, and one open incident a group', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      const memory = new Memory();
      const sums: Record<string, number> = {};
      for (const entry of entriesOf(moves)) {
        const { stamps } = memory.decide([entry], POLICY);
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

function checkIncidents(memory: Memory): void {
  const { incidents, episodes } = memory;
  const open = [...incidents.values()].filter(({ status }) => status !== 'resolved').map(({ groupKey }) => groupKey);
  expect(new Set(open).size).toBe(open.length);
  for (const { number, firing, resolved, waiting, status, notifiedAt } of incidents.values()) {
    const fires = [...episodes.values()].filter((each) => each.incident === number && each.status === 'firing').length;
    expect(firing, `#${number} fires`).toBe(fires);
    expect(resolved).toBeGreaterThanOrEqual(0);
    expect(waiting).toBeGreaterThanOrEqual(0);
    if (status === 'resolved') expect(waiting, `#${number} is over and waits`).toBe(0);
    if (waiting === 0 && notifiedAt === null && status !== 'resolved') expect(unheard(number, memory)).toBe(true);
  }
}

/** Nothing of the incident goes to anybody. */
function unheard(number: number, { episodes }: Memory): boolean {
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
