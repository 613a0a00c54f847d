import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';

const TARGETS = [
  aTarget('oncall', 'pagerduty'),
  aTarget('oncall', 'slack', { sendResolved: false }),
  aTarget('oncall', 'console'),
];
const POLICY = aPolicy([TARGETS], {
  heartbeats: [
    { name: 'pulse', matchers: ['alertname="Pulse"'], by: ['instance'], everyMs: 200_000, graceMs: 60_000, severity: 'error' },
  ],
  grouping: [
    { matchers: ['alertname="Slow"'], groupBy: ['alertname'], groupWaitMs: 30_000, reopenWindowMs: 120_000 },
    { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 },
  ],
});

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
  }),
});
const webhook = fc
  .record({
    name: fc.constantFrom('Slow', 'Fast', 'Pulse'),
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
const move: fc.Arbitrary<Move> = fc.record({
  after: fc.constantFrom(0, 1, 31, 200, 700, 4_000),
  content: fc.oneof(
    { weight: 8, arbitrary: webhook },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('acknowledge', 'resolve'), incident, by: fc.constant('alice') }) },
    { weight: 1, arbitrary: trouble },
    { weight: 1, arbitrary: fc.constant({ kind: 'tick' }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'engine_started', version: 'x' }) },
  ) as fc.Arbitrary<EntryContent>,
});

function entriesOf(moves: readonly Move[]): Entry[] {
  let at = START;
  return moves.map(({ after, content }, index) => {
    at += after * 1_000;
    return placed(content, index + 1, at);
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

function checkIncidents({ incidents, episodes }: Memory): void {
  const open = [...incidents.values()].filter(({ status }) => status !== 'resolved').map(({ groupKey }) => groupKey);
  expect(new Set(open).size).toBe(open.length);
  for (const { number, firing, resolved, waiting, status, notifiedAt } of incidents.values()) {
    const fires = [...episodes.values()].filter((each) => each.incident === number && each.status === 'firing').length;
    expect(firing, `#${number} fires`).toBe(fires);
    expect(resolved).toBeGreaterThanOrEqual(0);
    expect(waiting).toBeGreaterThanOrEqual(0);
    if (status === 'resolved') expect(waiting, `#${number} is over and waits`).toBe(0);
    if (waiting === 0 && notifiedAt === null && status !== 'resolved') expect(unheard(number, episodes)).toBe(true);
  }
}

/** Nothing of the incident goes to anybody. */
function unheard(number: number, episodes: Memory['episodes']): boolean {
  return [...episodes.values()]
    .filter((each) => each.incident === number && each.status === 'firing')
    .every(({ labels }) => labels.quiet === 'yes');
}
