import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import type { ThrottleState } from '../../src/pipeline/throttleState.ts';
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

interface Move {
  /** Seconds since the one before. */
  readonly after: number;
  readonly content: EntryContent;
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
    service: fc.constantFrom('checkout', 'orders'),
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
const incident = fc.integer({ min: 1, max: 4 });
const trouble = fc.record({
  kind: fc.constantFrom('delivery_dead', 'receiver_broken'),
  delivery: fc.constant(1),
  incident,
  target: fc.constantFrom('oncall/pagerduty/0', 'oncall/slack/0'),
  reason: fc.constant('no'),
});
const change = fc.constantFrom(0, 100, 800).map((seconds) => {
  const at = START + seconds * 1_000;
  const said = { summary: '1.4.2', version: null, url: null, labels: {}, by: 'ci', endedAt: null };
  return { kind: 'change', changes: [{ id: `change-${seconds}`, service: 'checkout', cluster: '', at, ...said }] };
});
const move: fc.Arbitrary<Move> = fc.record({
  after: fc.constantFrom(0, 1, 31, 200, 700, 4_000),
  content: fc.oneof(
    { weight: 8, arbitrary: webhook },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('acknowledge', 'resolve'), incident, by: fc.constant('alice') }) },
    { weight: 1, arbitrary: trouble },
    { weight: 2, arbitrary: change },
    { weight: 1, arbitrary: fc.constant({ kind: 'tick' }) },
  ) as fc.Arbitrary<EntryContent>,
});

function entriesOf(moves: readonly Move[]): Entry[] {
  let at = START;
  return moves.map(({ after, content }, index) => {
    at += after * 1_000;
    return placed(content, index + 1, at);
  });
}

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
    .every(({ labels, held }) => held !== null || labels.quiet === 'yes');
}
