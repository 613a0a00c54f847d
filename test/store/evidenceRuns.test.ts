import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claimRuns, type FoundEvidence, finishRun } from '../../src/store/evidenceRuns.ts';
import { evidence, evidenceRuns } from '../../src/store/evidenceSchema.ts';
import { readEvidenceRun } from '../../src/store/readEvidenceRun.ts';
import { deliveries, incidents, journal } from '../../src/store/schema.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { evidenceEntry, foundLogs, incidentRow } from './evidenceFixture.ts';

const NOW = START + 30_000;
const MINUTE = 60_000;
const ONE = { incident: 1, opening: 1 };

type Delivery = Partial<typeof deliveries.$inferInsert>;

/** A first message to a pager that waits since START. */
const deliveryRow = (over: Delivery = {}): typeof deliveries.$inferInsert => ({
  ...{ id: 1, kind: 'state', incident: 1, target: 'oncall/pagerduty/0', notifier: 'pagerduty', priority: 0, reason: 'first' },
  ...{ status: 'pending', desired: {}, revision: 1, acceptedRevision: 0, attempts: 0, createdAt: START, dueAt: START },
  ...{ nextAttemptAt: START, correlationId: 'c' },
  ...over,
});
const shows = (opening: number): Delivery => ({
  accepted: { opening, status: 'triggered', severity: 'error', stale: [], message: null },
  acceptedRevision: 1,
});

describe.each(ENGINES)('the search for evidence, on %s', (kind) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    for (const table of [evidence, evidenceRuns, deliveries, incidents, journal]) await database.db.delete(table);
  });

  const tell = (...rows: (typeof incidents.$inferInsert)[]) => database.db.insert(incidents).values(rows);
  const claim = async (worker = 'one', now = NOW, limit = 10) => {
    const runs = await claimRuns(database.db, { worker, now, until: now + MINUTE, limit });
    return runs.map(({ incident, opening }) => ({ incident, opening }));
  };
  const finish = (worker: string, found: readonly FoundEvidence[] = [foundLogs('1.1.loki')]) =>
    finishRun(database.db, ONE, { worker, now: NOW, found, entry: evidenceEntry() });

  it.each([
    ['what was told a moment ago', {}, true],
    ['what somebody has acknowledged', { status: 'acknowledged' }, true],
    ['what was told nearly ten minutes ago', { triggeredAt: NOW - 599_999, notifiedAt: NOW - 599_999 }, true],
    ['what was told ten minutes ago', { triggeredAt: NOW - 600_000, notifiedAt: NOW - 600_000 }, false],
    ['what is old and was told again', { triggeredAt: NOW - 3_600_000, notifiedAt: NOW - 1_000 }, true],
    ['what nobody was told of', { notifiedAt: null }, false],
    ['an opening that nobody was told of yet', { opening: 2, notifiedAt: START, triggeredAt: START + 1_000 }, false],
    ['what is resolved', { status: 'resolved', resolvedAt: NOW }, false],
    ['an alarm of its own', { alarm: true }, false],
  ] as const)('is begun or not for %s', async (_, over, isTaken) => {
    await tell(incidentRow(1, over));
    expect(await claim()).toEqual(isTaken ? [{ incident: 1, opening: 'opening' in over ? over.opening : 1 }] : []);
  });

  it.each([
    ['waits', {}, 1, START + 9_999, false],
    ['is being sent', { status: 'sending' }, 1, START + 9_999, false],
    ['waits for ten seconds', {}, 1, START + 10_000, true],
    ['was sent', { status: 'delivered', ...shows(1) }, 1, START + 1, true],
    ['could not be sent', { status: 'dead' }, 1, START + 1, true],
    ['was sent, and a change waits', shows(1), 1, START + 1, true],
    ['waits, of an incident that was told before', shows(1), 2, START + 1, false],
    ['waits, to what has a message for each', { kind: 'note' }, 1, START + 1, false],
    ['was sent, to what has a message for each', { kind: 'note', status: 'delivered' }, 1, START + 1, true],
    ['was sent before what waits', { kind: 'note', reason: 'acknowledged' }, 1, START + 1, true],
    ['waits, of another incident', { incident: 2 }, 1, START + 1, true],
  ] as const)('lets pages go first: a first message that %s', async (_, over: Delivery, opening, now, isTaken) => {
    await tell(incidentRow(1, { opening }));
    await database.db.insert(deliveries).values(deliveryRow(over));
    expect(await claim('one', now)).toEqual(isTaken ? [{ incident: 1, opening }] : []);
  });

  it('takes the worst first, and as many as it can do', async () => {
    await tell(
      incidentRow(1, { urgency: 'low', severity: 'critical' }),
      incidentRow(2, { severity: 'info' }),
      incidentRow(3, { severity: 'critical' }),
      incidentRow(4, { severity: 'warning' }),
      incidentRow(5, { severity: 'critical' }),
      incidentRow(6, { severity: 'error' }),
    );
    expect((await claim('one', NOW, 4)).map(({ incident }) => incident)).toEqual([3, 5, 6, 4]);
    expect((await claim('two')).map(({ incident }) => incident)).toEqual([2, 1]);
  });

  it('is begun once for an opening, whoever asks at the same time', async () => {
    await tell(...Array.from({ length: 20 }, (_, i) => incidentRow(i + 1)));
    const claims = await Promise.all(['one', 'two', 'three', 'four'].map((worker) => claim(worker, NOW, 20)));
    const taken = claims.flat().map(({ incident }) => incident);
    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await claim('five')).toEqual([]);
  });

  it('is begun anew for a new opening', async () => {
    await tell(incidentRow(1));
    expect(await claim()).toEqual([ONE]);
    await finish('one');
    await database.db.update(incidents).set({ opening: 2, triggeredAt: NOW, notifiedAt: NOW }).where(eq(incidents.number, 1));
    expect(await claim('one', NOW + MINUTE)).toEqual([{ incident: 1, opening: 2 }]);
  });

  it('is taken over from who is gone, when its claim has run out', async () => {
    await tell(incidentRow(1));
    expect(await claim('gone')).toEqual([ONE]);
    expect(await claim('next', NOW + MINUTE)).toEqual([]);
    expect(await claim('next', NOW + MINUTE + 1)).toEqual([ONE]);
    expect(await readEvidenceRun(database.db, ONE)).toEqual({ begunAt: NOW, claimedUntil: NOW + 2 * MINUTE + 1, doneAt: null });
    expect(await finish('gone')).toBe(false);
    expect(await database.db.select().from(evidence)).toEqual([]);
    expect(await database.db.select().from(journal)).toEqual([]);
    expect(await finish('next')).toBe(true);
    expect(await claim('third', NOW + 5 * MINUTE)).toEqual([]);
  });

  it('writes what was found once, with the entry that says so', async () => {
    await tell(incidentRow(1));
    expect(await finish('one')).toBe(false);
    await claim('one');
    const logs = foundLogs('1.1.loki', { tookMs: 812.4 });
    expect(await finish('one', [logs])).toBe(true);
    expect(await finish('one', [foundLogs('1.1.other')])).toBe(false);
    expect(await database.db.select().from(evidence)).toEqual([{ ...logs, tookMs: 812 }]);
    expect((await database.db.select().from(journal)).map((entry) => entry.kind)).toEqual(['evidence']);
    expect(await readEvidenceRun(database.db, ONE)).toMatchObject({ doneAt: NOW });
  });
});
