import fc from 'fast-check';
import { timestampOf } from '../../src/alert/timestamp.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { placed, webhookEntry } from './memory.ts';

export const TARGETS = [
  aTarget('oncall', 'pagerduty'),
  aTarget('oncall', 'slack', { sendResolved: false }),
  aTarget('oncall', 'console'),
];
export const POLICY = aPolicy([TARGETS], {
  heartbeats: [
    { name: 'pulse', matchers: ['alertname="Pulse"'], by: ['instance'], everyMs: 200_000, graceMs: 60_000, severity: 'error' },
  ],
  grouping: [
    { matchers: ['alertname="Slow"'], groupBy: ['alertname'], groupWaitMs: 30_000, reopenWindowMs: 120_000 },
    { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 600_000 },
  ],
});

export interface Move {
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
    service: fc.constantFrom('checkout', 'orders'),
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
    const rest = { startsAt: null, createdBy: 'ada', comment: '', annotations: {}, source: 'api' as const, recurrence: null };
    return { ...asked, ...rest, kind: 'silence_set', silence: `silence-${number}`, endsAt: at + seconds * 1_000 };
  });
const silenceExpire = fc.record({ kind: fc.constant('silence_expire'), silence: someSilence, by: fc.constant('ada') });
const change = fc.constantFrom(0, 100, 800).map((seconds) => {
  const at = START + seconds * 1_000;
  const said = { summary: '1.4.2', version: null, url: null, labels: {}, by: 'ci', endedAt: null };
  return { kind: 'change', changes: [{ id: `change-${seconds}`, service: 'checkout', cluster: '', at, ...said }] };
});
export const move: fc.Arbitrary<Move> = fc.record({
  after: fc.constantFrom(0, 1, 31, 200, 700, 4_000),
  content: fc.oneof(
    { weight: 8, arbitrary: webhook },
    { weight: 4, arbitrary: post },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('acknowledge', 'resolve'), incident, by: fc.constant('alice') }) },
    { weight: 1, arbitrary: trouble },
    { weight: 2, arbitrary: silenceSet },
    { weight: 1, arbitrary: silenceExpire },
    { weight: 2, arbitrary: change },
    { weight: 1, arbitrary: fc.constantFrom({ kind: 'tick' }, { kind: 'engine_started', version: '1' }) },
  ) as fc.Arbitrary<Move['content']>,
});

export function entriesOf(moves: readonly Move[]): Entry[] {
  let at = START;
  return moves.map(({ after, content }, index) => {
    at += after * 1_000;
    const number = index + 1;
    return placed(typeof content === 'function' ? content(number, at) : content, number, at);
  });
}
