import { expect, test } from 'vitest';
import { Outcomes } from '../../src/outbox/outcomes.ts';
import type { LiveTargets } from '../../src/outbox/targets.ts';
import { OutboxWorker } from '../../src/outbox/worker.ts';
import { DeliveryError } from '../../src/pipeline/notify/deliveryError.ts';
import type { Receipt, SendRequest } from '../../src/pipeline/notify/notifier.ts';
import type { NotifierName, Target } from '../../src/pipeline/policy.ts';
import type { Database } from '../../src/store/database.ts';
import { deliveries, incidents } from '../../src/store/schema.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';

const RATE = { perMinute: 6_000, burst: 100 };

function target(notifier: NotifierName): Target {
  const id = `oncall/${notifier}/0`;
  return { id, receiver: 'oncall', notifier, sendResolved: true, urgencies: ['high'], account: 'a', takesNotes: true };
}

async function incident(db: Database, number: number): Promise<void> {
  const said = { title: 'T', status: 'triggered', urgency: 'high', severity: 'critical', opening: 1, revision: 1 } as const;
  const counts = { firing: 1, resolved: 0, waiting: 0, truncated: {}, targets: [], reopenWindowMs: 0, alarm: false };
  const times = { createdAt: START, triggeredAt: START, groupKey: `g${number}`, groupLabels: {} };
  await db.insert(incidents).values({ number, ...said, ...counts, ...times });
}

const PENDING = {
  status: 'pending',
  revision: 1,
  acceptedRevision: 0,
  attempts: 0,
  createdAt: START,
  dueAt: START,
  nextAttemptAt: START,
  correlationId: 'c',
} as const;

async function evidenceNote(db: Database, number: number, notifier: NotifierName): Promise<void> {
  const desired = { reason: 'evidence', text: 'loki: 3 patterns', at: START } as const;
  const row = {
    kind: 'note',
    incident: number,
    target: target(notifier).id,
    notifier,
    priority: 10,
    reason: 'evidence',
  } as const;
  await db.insert(deliveries).values({ id: 100 + number, ...row, desired, ...PENDING });
}

async function page(db: Database, number: number, notifier: NotifierName): Promise<void> {
  const desired = { opening: 1, status: 'triggered', severity: 'critical' } as const;
  const row = { kind: 'state', incident: number, target: target(notifier).id, notifier, priority: 0, reason: 'first' } as const;
  await db.insert(deliveries).values({ id: number, ...row, desired, ...PENDING });
}

function worker(db: Database, notifier: NotifierName, send: (request: SendRequest) => Promise<Receipt>) {
  const clock = fakeClock();
  const reported: string[] = [];
  const targets: LiveTargets = new Map([[target(notifier).id, { target: target(notifier), notifier: { send }, rate: RATE }]]);
  const report = async ({ kind }: { kind: string }): Promise<void> => void reported.push(kind);
  const outcomes = new Outcomes({ db, clock, worker: 'w', random: () => 0.5, report, observe: () => {} });
  const deps = { db, clock, name: 'w', installation: 'i', targets: () => targets, urlOf: () => null, outcomes, ring: () => {} };
  return { worker: new OutboxWorker({ ...deps, isCurrent: async () => true, onError: () => {} }), reported, clock };
}

const refused = new DeliveryError('PagerDuty refused the token', { reason: 'auth', retryable: false, status: 401 });

test('a refused token for notes ends the note, alarms nobody, and does not hold up the next page of the same account', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await incident(db, 1);
  await evidenceNote(db, 1, 'pagerduty');
  const sent: string[] = [];
  const { worker: outbox, reported } = worker(db, 'pagerduty', async ({ send }) => {
    sent.push(send.action);
    if (send.action === 'reply') throw refused;
    return { status: 202, answer: 'ok' };
  });
  await outbox.begin();
  await outbox.idle();
  await incident(db, 2);
  await page(db, 2, 'pagerduty');
  await outbox.begin();
  await outbox.idle();
  expect(sent).toEqual(['reply', 'trigger']);
  expect(reported).toEqual([]);
  const rows = await db.select({ status: deliveries.status, answer: deliveries.answer }).from(deliveries).orderBy(deliveries.id);
  expect(rows).toEqual([
    { status: 'delivered', answer: 'ok' },
    { status: 'dead', answer: 'PagerDuty refused the token' },
  ]);
  await close();
});

test('evidence that hangs leaves most of an account to its pages', async () => {
  const { db, close } = await openTestDatabase('pglite');
  for (let number = 1; number <= 20; number += 1) {
    await incident(db, number);
    await evidenceNote(db, number, 'pagerduty');
  }
  const release: (() => void)[] = [];
  const sent: string[] = [];
  const { worker: outbox } = worker(db, 'pagerduty', async ({ send }) => {
    sent.push(send.action);
    if (send.action === 'reply') await new Promise<void>((resolve) => release.push(resolve));
    return { status: 202, answer: 'ok' };
  });
  await outbox.begin();
  expect(sent).toEqual(Array(4).fill('reply'));
  for (let number = 21; number <= 32; number += 1) {
    await incident(db, number);
    await page(db, number, 'pagerduty');
  }
  await outbox.begin();
  await expect.poll(() => sent.filter((action) => action === 'trigger').length).toBe(12);
  for (const end of release) end();
  await outbox.idle();
  await close();
});

test('a message that lacks its picture is put right once more, when it may be there', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await incident(db, 1);
  await page(db, 1, 'slack');
  const message = { channel: 'C1', ts: '1700000000.000100' };
  const graph = { evidence: 'e1', file: 'F1', failures: 1 };
  const receipts: Receipt[] = [
    { status: 200, answer: 'ok', message },
    { status: 200, answer: 'ok', message: { ...message, graph }, againMs: 1_000 },
    { status: 200, answer: 'ok', message: { ...message, graph: { ...graph, failures: 0 } } },
  ];
  const seen: unknown[] = [];
  const { worker: outbox, clock } = worker(db, 'slack', async ({ send }) => {
    seen.push(send);
    return receipts.shift() as Receipt;
  });
  const turn = async (): Promise<void> => {
    while ((await outbox.begin()) > 0) await outbox.idle();
  };
  await turn();
  await db.update(deliveries).set({ status: 'pending', revision: 2 });
  await turn();
  expect(seen).toEqual([{ action: 'post' }, { action: 'update', message }]);
  clock.advance(1_000);
  await turn();
  clock.advance(60_000);
  await turn();
  expect(seen.slice(2)).toEqual([{ action: 'update', message: { ...message, graph } }]);
  const [row] = await db.select().from(deliveries);
  expect(row).toMatchObject({ status: 'delivered', acceptedRevision: 2, accepted: { message: { graph: { failures: 0 } } } });
  await close();
});
