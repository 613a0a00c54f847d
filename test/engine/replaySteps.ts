import fc from 'fast-check';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { START } from '../fakeClock.ts';
import { ALL_RULES } from './replayRules.ts';

/** One thing that happens; times are seconds. */
export type Step =
  | {
      do: 'webhook';
      name: string;
      instances: { instance: number; startsAt: number; firing: boolean }[];
      truncated: number;
      /** One more alert in it cannot be read. */
      garbled?: boolean;
    }
  | { do: 'post'; name: string; instances: number[]; startsAt: number | null; lasts: number }
  | { do: 'late_commit'; name: string; instance: number; secondsAgo: number }
  | { do: 'wait'; seconds: number }
  | { do: 'change'; secondsAgo: number }
  /** `rules`: which of {@link ALL_RULES}. */
  | { do: 'restart'; clockBySeconds: number; rules: number }
  | { do: 'act'; act: 'acknowledge' | 'resolve'; incident: number }
  | {
      do: 'silence';
      which: number;
      replaces: number | null;
      matcher: number;
      seconds: number;
      recurring: boolean;
      untilResolved: boolean;
    }
  | { do: 'expire'; which: number }
  /** An entry of our own, or one that cannot be read. */
  | { do: 'own'; kind: keyof typeof OWN };

const name = fc.constantFrom('Slow', 'Fast', 'Quiet', '__proto__');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('webhook' as const),
      name,
      instances: fc.array(
        fc.record({
          instance: fc.integer({ min: 0, max: 3 }),
          startsAt: fc.constantFrom(0, 1, 60, 120, 600),
          firing: fc.boolean(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      truncated: fc.constantFrom(0, 0, 0, 3),
      garbled: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      name,
      instances: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
      startsAt: fc.constantFrom(null, -60, -600),
      lasts: fc.constantFrom(-1, 30, 240),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('late_commit' as const),
      name,
      instance: fc.integer({ min: 0, max: 3 }),
      secondsAgo: fc.integer({ min: 0, max: 300 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('change' as const), secondsAgo: fc.constantFrom(0, 0, 20, 600) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(0, 1, 29, 31, 130, 400, 700) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      clockBySeconds: fc.constantFrom(0, 5, -30, -3_600, 86_400),
      rules: fc.nat(ALL_RULES.length - 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      act: fc.constantFrom('acknowledge' as const, 'resolve' as const),
      incident: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

/** What the other parts of the program say to the engine. */
export const OWN = {
  note: { incident: 1, by: 'ada', text: 'looking' },
  delivery_dead: { delivery: 1, incident: 1, target: 'console/console/0', reason: 'gone' },
  receiver_broken: { target: 'pager/console/0', incident: 1, reason: 'HTTP 500' },
  deliveries_superseded: { target: 'console/console/0', incidents: [1, 2] },
  sender_refused: { sender: 'integration prod', status: 401 },
  ledger_imbalance: { from: START, to: START, positions: [1], off: 1 },
  tick: {},
  acknowledge: { what: 'this is not' },
  from_the_future: {},
} as const;
const own: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('own' as const),
  kind: fc.constantFrom(...(Object.keys(OWN) as (keyof typeof OWN)[])),
});

const which = fc.integer({ min: 1, max: 4 });
const silencing: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('silence' as const),
      which,
      replaces: fc.option(which),
      matcher: fc.integer({ min: 0, max: 2 }),
      seconds: fc.constantFrom(10, 100, 500, 100_000),
      recurring: fc.boolean(),
      untilResolved: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), which }) },
);
export const someStep = fc.oneof(
  { weight: 13, arbitrary: step },
  { weight: 3, arbitrary: silencing },
  { weight: 2, arbitrary: own },
);

const MATCHERS = [
  [{ name: 'alertname', value: 'Fast', isRegex: false, isEqual: true }],
  [{ name: 'instance', value: 'web-[12]', isRegex: true, isEqual: true }],
  [
    { name: 'severity', value: 'warning', isRegex: false, isEqual: true },
    { name: 'alertname', value: 'Quiet', isRegex: false, isEqual: false },
  ],
];

export function silenceId(which: number): string {
  return `00000000-0000-4000-8000-00000000000${which}`;
}

/** Ids that come again are no trouble: of a silence that is known already the newer word counts. */
export function silenceSet(each: Extract<Step, { do: 'silence' }>, now: number): string {
  return JSON.stringify({
    silence: silenceId(each.which),
    replaces: each.replaces === null ? null : silenceId(each.replaces),
    matchers: MATCHERS[each.matcher],
    startsAt: null,
    endsAt: now + each.seconds * 1000,
    createdBy: 'ada',
    comment: '',
    annotations: { ticket: 'OPS-1' },
    source: 'api',
    recurrence: each.recurring ? { names: ['odd'], ranges: [], written: ['odd'] } : null,
    expiresWhenResolved: each.untilResolved,
  });
}

/** By instance. */
const PLACES = [{ cluster: 'eu' }, { cluster: 'eu', region: 'eu-1' }, { cluster: 'us' }, {}] as const;

export function webhook(
  name: string,
  instances: { instance: number; startsAt: number; firing: boolean }[],
  truncated: number,
  garbled = false,
): string {
  const alerts: unknown[] = instances.map(({ instance, startsAt, firing }) => {
    const severity = instance === 0 ? 'critical' : 'warning';
    const labels = { alertname: name, instance: `web-${instance}`, job: 'shop', severity, ...PLACES[instance] };
    const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
    const endsAt = firing ? '0001-01-01T00:00:00Z' : at(startsAt + 30);
    return {
      status: firing ? 'firing' : 'resolved',
      labels,
      annotations: {},
      startsAt: at(startsAt),
      endsAt,
      fingerprint: fingerprint(labels),
    };
  });
  if (garbled) alerts.push({ status: name });
  return JSON.stringify({
    version: '4',
    groupKey: `{}:${name}`,
    status: 'firing',
    receiver: 'x',
    groupLabels: { alertname: name, cluster: 'one' },
    truncatedAlerts: truncated,
    alerts,
  });
}

/** A deployment of the service of all alerts. */
export function changed({ secondsAgo }: Extract<Step, { do: 'change' }>, now: number): string {
  const said = { cluster: '', endedAt: null, summary: '1.4.2', version: null, url: null, labels: {}, by: 'ci' };
  return JSON.stringify({ changes: [{ ...said, id: crypto.randomUUID(), service: 'shop', at: now - secondsAgo * 1000 }] });
}

/** As Prometheus posts it at a moment: what fires has its end in the future. */
export function posted({ name, instances, startsAt, lasts }: Extract<Step, { do: 'post' }>, now: number): string {
  const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
  const times = { ...(startsAt !== null && { startsAt: at(startsAt) }), endsAt: at(lasts) };
  return JSON.stringify(
    instances.map((each) => ({ labels: { alertname: name, instance: `web-${each}`, job: 'shop' }, ...times })),
  );
}
