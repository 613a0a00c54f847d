import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTold } from '../../src/store/readTold.ts';
import { deliveries, timeline } from '../../src/store/schema.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';

const PAGER = 'oncall/pagerduty/0';
const CONSOLE = 'log/console/0';

describe.each(ENGINES)('who was told, on %s', (kind) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeEach(async () => {
    database = await openTestDatabase(kind);
  });
  afterEach(() => database.close());

  const line = (id: string, target: string, at: number, outcome: string, incident = 1) => ({
    ...{ id, incident, at, recordedAt: at, clockSource: 'received', type: 'delivery', actor: target, source: 'x' },
    ...{ text: `${target} ${id}`, data: { delivery: 1, action: 'trigger', outcome } },
  });
  const row = (id: number, kind: 'state' | 'note', incident = 1) => ({
    ...{ id, kind, incident, target: kind === 'state' ? PAGER : CONSOLE, notifier: 'console' as const, priority: 0 },
    ...{ reason: 'first', status: 'delivered' as const, desired: {}, revision: 1, acceptedRevision: 1, attempts: 1 },
    ...{ createdAt: START, dueAt: START, nextAttemptAt: START, correlationId: 'c' },
  });

  it('finds what each target took first, whatever was tried before and sent since, and what is kept beside many notes', async () => {
    const { db } = database;
    await db
      .insert(timeline)
      .values([
        line('s1.resolved', PAGER, START + 9_000, 'delivered'),
        line('s1.trigger', PAGER, START + 2_000, 'delivered'),
        line('s1.failed', PAGER, START + 1_000, 'failed.1'),
        line('s2', CONSOLE, START + 1_000, 'delivered'),
        line('s9', 'other', START, 'delivered', 2),
        { ...line('s0', PAGER, START, 'delivered'), type: 'note' },
      ]);
    await db.insert(deliveries).values([row(1, 'state'), ...[2, 3, 4, 5].map((id) => row(id, 'note')), row(6, 'note', 2)]);
    const told = await readTold(db, 1, 3);
    expect(told.first.map(({ text }) => text)).toEqual([`${CONSOLE} s2`, `${PAGER} s1.trigger`]);
    expect(told.deliveries.map(({ id }) => id)).toEqual([1, 5, 4, 3]);
  });
});
