import { expect, test } from 'vitest';
import { Outcomes } from '../../src/outbox/outcomes.ts';
import type { LiveTargets } from '../../src/outbox/targets.ts';
import { OutboxWorker } from '../../src/outbox/worker.ts';
import type { StateRow } from '../../src/pipeline/decision.ts';
import type { Fresh } from '../../src/pipeline/firstSends.ts';
import type { Target } from '../../src/pipeline/policy.ts';
import type { Database } from '../../src/store/database.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { anIncident } from '../incident/anIncident.ts';
import { openTestDatabase } from '../openTestDatabase.ts';

const BURST = 3;
const WARNING = 2;
const CRITICAL = 0;
const target = (name: string): Target => {
  return {
    id: `${name}/pagerduty/0`,
    receiver: name,
    notifier: 'pagerduty',
    sendResolved: true,
    urgencies: ['high'],
    account: name,
  };
};
const TARGETS = [target('ada'), target('bob')];

function workerOver(db: Database): { worker: OutboxWorker; sent: number[] } {
  const clock = fakeClock();
  const sent: number[] = [];
  const notifier = {
    send: async ({ incident }: { incident: { number: number } }) => {
      sent.push(incident.number);
      return { status: 202, answer: 'ok' };
    },
  };
  const targets: LiveTargets = new Map(
    TARGETS.map((each) => [each.id, { target: each, notifier, rate: { perMinute: 60, burst: BURST } }]),
  );
  const outcomes = new Outcomes({ db, clock, worker: 'w', random: () => 0.5, report: async () => {}, observe: () => {} });
  const deps = { db, clock, name: 'w', installation: 'i', targets: () => targets, urlOf: () => null, outcomes, ring: () => {} };
  return { worker: new OutboxWorker({ ...deps, isCurrent: async () => true, onError: () => {} }), sent };
}

/** Incidents that were opened just now, one delivery each. */
function fresh(numbers: readonly number[], priorityOf: (number: number) => number, receiver = 'ada'): Fresh {
  const incidents = numbers.map((number) => anIncident({ number }));
  const deliveries = numbers.map((number): StateRow => {
    const desired = { opening: 1, status: 'triggered', severity: 'critical' } as const;
    const row = {
      delivery: number,
      incident: number,
      target: target(receiver).id,
      notifier: 'pagerduty',
      reason: 'first',
    } as const;
    return { ...row, priority: priorityOf(number), desired, revision: 1, dueAt: START, correlationId: 'c' };
  });
  return { deliveries, incidents, episodes: [] };
}

const claimed = (worker: OutboxWorker, what: Fresh): number[] => worker.claimFirst(what).map(({ delivery }) => delivery);

test('what is new goes out worst first, as far as the account takes it', async () => {
  const { db, close } = await openTestDatabase('pglite');
  const { worker, sent } = workerOver(db);
  expect(
    claimed(
      worker,
      fresh([1, 2, 3, 4, 5, 6], (number) => (number === 6 ? CRITICAL : WARNING)),
    ),
  ).toEqual([6, 1, 2]);
  expect(sent).toEqual([]);
  expect(worker.beginFirst()).toBe(BURST);
  await worker.idle();
  expect(sent).toEqual([6, 1, 2]);
  await close();
});

test('nothing new goes ahead of what already waits for the same account, and other accounts do not mind', async () => {
  const { db, close } = await openTestDatabase('pglite');
  const { worker } = workerOver(db);
  claimed(
    worker,
    fresh([1, 2, 3, 4], () => WARNING),
  );
  worker.forgetFirst();
  // There is room again, but the fourth may wait in the outbox.
  expect(
    claimed(
      worker,
      fresh([5], () => CRITICAL),
    ),
  ).toEqual([]);
  expect(
    claimed(
      worker,
      fresh([6], () => WARNING, 'bob'),
    ),
  ).toEqual([6]);
  worker.forgetFirst();
  // The outbox has been looked through: nothing waits.
  await worker.begin();
  expect(
    claimed(
      worker,
      fresh([7], () => CRITICAL),
    ),
  ).toEqual([7]);
  await close();
});
