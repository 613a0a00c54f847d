import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Outcomes } from '../../src/outbox/outcomes.ts';
import { planHead } from '../../src/outbox/planHead.ts';
import type { LiveTargets } from '../../src/outbox/targets.ts';
import { OutboxWorker } from '../../src/outbox/worker.ts';
import type { Target } from '../../src/pipeline/policy.ts';
import type { Database } from '../../src/store/database.ts';
import { dueHeads, type Head } from '../../src/store/outboxRows.ts';
import { deliveries, incidents } from '../../src/store/schema.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';

const TARGET: Target = {
  id: 'oncall/pagerduty/0',
  receiver: 'oncall',
  notifier: 'pagerduty',
  sendResolved: true,
  urgencies: ['high'],
  account: 'a',
};

async function pending(db: Database, count: number): Promise<void> {
  const common = { title: 'T', status: 'triggered', urgency: 'high', severity: 'critical', opening: 1, revision: 1 } as const;
  const counts = { firing: 1, resolved: 0, waiting: 0, truncated: {}, targets: [], reopenWindowMs: 0, alarm: false };
  for (let n = 1; n <= count; n += 1) {
    const times = { createdAt: START, triggeredAt: START, groupKey: `g${n}`, groupLabels: {} };
    await db.insert(incidents).values({ number: n, ...common, ...counts, ...times });
    const desired = { opening: 1, status: 'triggered', severity: 'critical' };
    const row = { kind: 'state', incident: n, target: TARGET.id, notifier: 'pagerduty', priority: 0, reason: 'first' } as const;
    const due = { createdAt: START, dueAt: START, nextAttemptAt: START, correlationId: 'c' };
    await db
      .insert(deliveries)
      .values({ id: n, ...row, status: 'pending', desired, revision: 1, acceptedRevision: 0, attempts: 0, ...due });
  }
}

function workerOver(db: Database, targets: LiveTargets, isCurrent = true): { worker: OutboxWorker; reported: string[] } {
  const clock = fakeClock();
  const reported: string[] = [];
  const report = async ({ kind }: { kind: string }): Promise<void> => void reported.push(kind);
  const outcomes = new Outcomes({ db, clock, worker: 'w', random: () => 0.5, report, observe: () => {} });
  const deps = { db, clock, name: 'w', installation: 'i', targets: () => targets, urlOf: () => null, outcomes, ring: () => {} };
  return { worker: new OutboxWorker({ ...deps, isCurrent: async () => isCurrent, onError: () => {} }), reported };
}

function sending(sent: number[]): LiveTargets {
  const notifier = {
    send: async ({ incident }: { incident: { number: number } }) => {
      sent.push(incident.number);
      return { status: 202, answer: 'ok' };
    },
  };
  return new Map([[TARGET.id, { target: TARGET, notifier, rate: { perMinute: 6_000, burst: 100 } }]]);
}

test('the database fails while deliveries are claimed, again and again, and they all go out when it is back', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await pending(db, 20);
  let isBroken = true;
  const flaky = new Proxy(db, {
    get: (target, name) => {
      if (name === 'update' && isBroken) throw new Error('connection lost');
      return Reflect.get(target, name) as unknown;
    },
  });
  const sent: number[] = [];
  const { worker } = workerOver(flaky, sending(sent));
  for (let nth = 0; nth < 5; nth += 1) await expect(worker.begin()).rejects.toThrow('connection lost');
  isBroken = false;
  while ((await worker.begin()) > 0) await worker.idle();
  expect(sent.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  await close();
});

test('another replica has a newer configuration: what only it can send waits for it, and is no dead letter', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await pending(db, 1);
  const older = workerOver(db, new Map(), false);
  expect(await older.worker.begin()).toBe(1);
  expect(older.reported).toEqual([]);
  expect(await db.select({ status: deliveries.status }).from(deliveries)).toEqual([{ status: 'pending' }]);
  await db.update(deliveries).set({ nextAttemptAt: START }).where(eq(deliveries.id, 1));
  const current = workerOver(db, new Map(), true);
  await current.worker.begin();
  expect(current.reported).toEqual(['delivery_dead']);
  await close();
});

test('a note found due while its message was over waits for the message, once the incident is open again', async () => {
  const { db, close } = await openTestDatabase('pglite');
  const slack: Target = { ...TARGET, id: 'oncall/slack/0', notifier: 'slack' };
  await pending(db, 1);
  await db
    .update(deliveries)
    .set({ target: slack.id, notifier: 'slack', status: 'superseded', acceptedRevision: 1 })
    .where(eq(deliveries.id, 1));
  const note = { kind: 'note', incident: 1, target: slack.id, notifier: 'slack', priority: 0, reason: 'resolved' } as const;
  const due = { createdAt: START, dueAt: START, nextAttemptAt: START, correlationId: 'c', attempts: 0, acceptedRevision: 0 };
  const desired = { reason: 'resolved', text: 'Resolved', at: START } as const;
  await db.insert(deliveries).values({ id: 2, ...note, ...due, status: 'pending', desired, revision: 1 });
  const [head] = await dueHeads(db, START, [], 10);
  expect(head?.id).toBe(2);
  // The engine opens it again between the two looks.
  await db.update(deliveries).set({ status: 'pending', revision: 2 }).where(eq(deliveries.id, 1));
  const targets: LiveTargets = new Map([
    [
      slack.id,
      { target: slack, notifier: { send: async () => ({ status: 200, answer: '' }) }, rate: { perMinute: 60, burst: 1 } },
    ],
  ]);
  const planned = await planHead(db, head as Head, targets, START);
  expect(planned.plan).toBe('wait');
  await new Outcomes({
    ...{ db, clock: fakeClock(), worker: 'w', random: () => 0.5 },
    ...{ report: async () => {}, observe: () => {} },
  }).withoutSending(planned);
  const rows = await db.select({ id: deliveries.id, status: deliveries.status }).from(deliveries).orderBy(deliveries.id);
  expect(rows).toEqual([
    { id: 1, status: 'pending' },
    { id: 2, status: 'pending' },
  ]);
  expect((await dueHeads(db, START, [], 10)).map(({ id }) => id)).toEqual([1]);
  await close();
});

test('a process that was stopped while it looked for what is due does not send under a claim that is over', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await pending(db, 1);
  const sent: number[] = [];
  const clock = fakeClock();
  const outcomes = new Outcomes({ db, clock, worker: 'w', random: () => 0.5, report: async () => {}, observe: () => {} });
  const stopped = new Proxy(db, {
    get: (target, name) => {
      // It had read the time; the claim that it writes now ends by that.
      if (name === 'select') clock.advance(45_000);
      return Reflect.get(target, name) as unknown;
    },
  });
  const deps = { clock, name: 'w', installation: 'i', targets: () => sending(sent), urlOf: () => null, outcomes, ring: () => {} };
  const worker = new OutboxWorker({ ...deps, db: stopped, isCurrent: async () => true, onError: () => {} });
  await worker.begin();
  await worker.idle();
  expect(sent).toEqual([]);
  await close();
});
