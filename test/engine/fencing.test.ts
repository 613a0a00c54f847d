import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { LostLease } from '../../src/engine/lostLease.ts';
import { compilePolicy } from '../../src/pipeline/compilePolicy.ts';
import { ensureEngineRow, leaseHolder, readEngineRow, releaseLease, renewLease, takeLease } from '../../src/store/engineRow.ts';
import { insertEntries } from '../../src/store/journal.ts';
import { journal } from '../../src/store/schema.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { configOf } from '../startTestApp.ts';

const policy = configOf(undefined).policy;

describe.each(ENGINES)('one decides on %s', (kind) => {
  test('the lease is one holder’s until it runs out, is given back, or its holder is known to be gone', async () => {
    const { db, close } = await openTestDatabase(kind);
    await ensureEngineRow(db, 'here');
    const take = (holder: string, at: number, gone: string | null = null) =>
      takeLease(db, { holder, now: at, until: at + 30_000, gone });
    expect(await take('a', START)).toBe(1);
    expect(await take('b', START + 29_999)).toBeNull();
    expect(await renewLease(db, 1, START + 40_000)).toBe(true);
    expect(await take('b', START + 31_000)).toBeNull();
    expect(await take('b', START + 40_001)).toBe(2);
    expect(await renewLease(db, 1, START + 90_000)).toBe(false);
    expect(await take('c', START + 40_002, 'b')).toBe(3);
    await releaseLease(db, 2);
    expect(await leaseHolder(db)).toBe('c');
    await releaseLease(db, 3);
    expect(await take('a', START + 40_003)).toBe(4);
    await close();
  });

  test('an engine that lost its lease decides nothing, not even what it has already read', async () => {
    const { db, close } = await openTestDatabase(kind);
    await ensureEngineRow(db, 'here');
    const clock = fakeClock();
    const engine = new Engine({ db, clock, version: 'test', onDecided: () => {}, onUnreadable: () => {} });
    const old = (await takeLease(db, { holder: 'a', now: START, until: START, gone: null })) as number;
    await engine.begin(old);
    const before = await readEngineRow(db);
    await takeLease(db, { holder: 'b', now: START + 1, until: START + 30_000, gone: null });
    await insertEntries(db, [
      {
        id: crypto.randomUUID(),
        kind: 'policy',
        receivedAt: START,
        integration: null,
        correlationId: 'x',
        body: JSON.stringify({ policy }),
      },
    ]);
    await expect(engine.step(old)).rejects.toThrow(LostLease);
    expect(await readEngineRow(db)).toEqual({ ...before, token: 2 });
    await close();
  });

  test('an entry that cannot be read is marked and alarms; what comes after it is decided', async () => {
    const { db, close } = await openTestDatabase(kind);
    await ensureEngineRow(db, 'here');
    const clock = fakeClock();
    const unreadable: string[] = [];
    const engine = new Engine({
      db,
      clock,
      version: 'test',
      onDecided: () => {},
      onUnreadable: ({ error }) => void unreadable.push(error),
    });
    const token = (await takeLease(db, { holder: 'a', now: START, until: START + 30_000, gone: null })) as number;
    await engine.begin(token);
    const put = (nth: number, entryKind: string, body: unknown) =>
      insertEntries(db, [
        {
          id: crypto.randomUUID(),
          kind: entryKind,
          receivedAt: START + nth,
          integration: 'default',
          correlationId: 'x',
          body: JSON.stringify(body),
        },
      ]);
    await put(1, 'policy', { policy });
    await put(2, 'webhook/alertmanager', 'no webhook at all');
    await put(3, 'from_the_future', {});
    await put(4, 'acknowledge', { incident: 1, by: 'ada' });
    while ((await engine.step(token)).more);
    const rows = await db.select().from(journal).orderBy(journal.position);
    expect(rows.map(({ kind: k, error }) => [k, error === null])).toEqual([
      ['engine_started', true],
      ['policy', true],
      ['webhook/alertmanager', false],
      ['from_the_future', false],
      ['acknowledge', true],
    ]);
    expect(unreadable).toHaveLength(2);
    await close();
  });

  test('a clock that was set back by an hour is an entry of its own, and what was due in ten minutes still is', async () => {
    const { db, close } = await openTestDatabase(kind);
    await ensureEngineRow(db, 'here');
    const clock = fakeClock();
    const engine = new Engine({ db, clock, version: 'test', onDecided: () => {}, onUnreadable: () => {} });
    const token = (await takeLease(db, { holder: 'a', now: START, until: START + 30_000, gone: null })) as number;
    await engine.begin(token);
    clock.set(START - 3_600_000);
    await engine.begin(token);
    const rows = await db.select().from(journal).orderBy(journal.position);
    expect(rows.map((row) => row.kind)).toEqual(['engine_started', 'clock_step', 'engine_started']);
    expect(rows.map((row) => row.decidedAt)).toEqual([START, START - 3_600_000, START - 3_600_000]);
    await close();
  });
});

test('the same policy has the same hash after its way through the database', async () => {
  const { db, close } = await openTestDatabase('pglite');
  await ensureEngineRow(db, 'here');
  const engine = new Engine({ db, clock: fakeClock(), version: 'test', onDecided: () => {}, onUnreadable: () => {} });
  const token = (await takeLease(db, { holder: 'a', now: START, until: START + 30_000, gone: null })) as number;
  await insertEntries(db, [
    {
      id: crypto.randomUUID(),
      kind: 'policy',
      receivedAt: START,
      integration: null,
      correlationId: 'x',
      body: JSON.stringify({ policy }),
    },
  ]);
  await engine.step(token);
  expect((await readEngineRow(db)).policyHash).toBe(compilePolicy(policy).hash);
  await close();
});
