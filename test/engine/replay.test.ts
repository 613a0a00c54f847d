import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/engine/replay.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { restoreCheckpoint, takeCheckpoint } from '../../src/store/checkpoint.ts';
import { checkpoints } from '../../src/store/checkpointSchema.ts';
import { ensureEngineRow } from '../../src/store/engineRow.ts';
import { decidedEntries, insertEntries } from '../../src/store/journal.ts';
import type { OpenDatabase } from '../../src/store/open.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';
import { decidedText } from './decidedText.ts';
import { decideInMemory } from './decideInMemory.ts';
import { dump } from './dump.ts';
import { ALL_RULES, RULES } from './replayRules.ts';
import { changed, OWN, posted, type Step, silenceId, silenceSet, someStep, webhook } from './replaySteps.ts';

/** Lives through the steps as a server would, restarts included. */
async function live(database: OpenDatabase, steps: readonly Step[]): Promise<void> {
  const clock = fakeClock();
  let yaml = RULES;
  let app: TestApp = await startTestApp({ database, yaml, clock });
  const put = (kind: string, integration: string | null, body: string, receivedAt: number): Promise<void> => {
    const id = crypto.randomUUID();
    return insertEntries(database.db, [{ id, kind, integration, body, receivedAt, correlationId: id }]);
  };
  for (const each of steps) {
    if (each.do === 'webhook')
      expect((await app.post(webhook(each.name, each.instances, each.truncated, each.garbled))).status).toBe(200);
    else if (each.do === 'wait') clock.advance(each.seconds * 1000);
    else if (each.do === 'act') await put(each.act, null, JSON.stringify({ incident: each.incident, by: 'ada' }), clock.now());
    else if (each.do === 'change') await put('change', null, changed(each, clock.now()), clock.now());
    else if (each.do === 'post') await put('webhook/prometheus', 'default', posted(each, clock.now()), clock.now());
    else if (each.do === 'own') await put(each.kind, null, JSON.stringify(OWN[each.kind]), clock.now());
    else if (each.do === 'silence') await put('silence_set', null, silenceSet(each, clock.now()), clock.now());
    else if (each.do === 'expire') {
      await put('silence_expire', null, JSON.stringify({ silence: silenceId(each.which), by: 'ada' }), clock.now());
    } else if (each.do === 'late_commit') {
      // Another replica's transaction: received earlier, visible only now.
      const body = webhook(each.name, [{ instance: each.instance, startsAt: 0, firing: true }], 0);
      await put('webhook/alertmanager', 'default', body, clock.now() - each.secondsAgo * 1000);
    } else {
      await app.app.close();
      clock.set(clock.now() + each.clockBySeconds * 1000);
      yaml = ALL_RULES[each.rules] ?? RULES;
      app = await startTestApp({ database, yaml, clock });
    }
    if (each.do === 'wait' || each.do === 'act' || each.do === 'change') await app.app.drain();
  }
  await app.app.drain();
  await app.app.close();
}

/** The same each time; REPLAY_RUNS asks for so many others. */
const { REPLAY_RUNS } = process.env;
const CASES = REPLAY_RUNS === undefined ? { numRuns: 10, seed: 20_261_123 } : { numRuns: Number(REPLAY_RUNS) };

describe.each(ENGINES)('replay on %s', (kind) => {
  test('a recorded journal gives the same decisions, byte for byte, however it is cut', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someStep, { minLength: 5, maxLength: 40 }),
        fc.constantFrom(1, 3, 1000),
        async (steps, batchSize) => {
          const original = await openTestDatabase(kind);
          const again = await openTestDatabase('pglite');
          try {
            await live(original, steps);
            await ensureEngineRow(again.db, 'replay');
            const rows = await decidedEntries(original.db, 0, 100_000);
            const decided: Decisions[] = [];
            await replay(again.db, rows, batchSize, (made) => void decided.push(made));
            expect(await dump(again.db)).toBe(await dump(original.db));
            const as = batchSize === 1 ? 'entries' : 'rows';
            expect(decidedText(decideInMemory(rows), as)).toBe(decidedText(decided, as));
          } finally {
            await original.close();
            await again.close();
          }
        },
      ),
      CASES,
    );
  });

  test('a replay can start at a checkpoint', async () => {
    const original = await openTestDatabase(kind);
    const again = await openTestDatabase('pglite');
    await live(original, [
      { do: 'webhook', name: 'Slow', instances: [{ instance: 1, startsAt: 0, firing: true }], truncated: 0 },
      { do: 'wait', seconds: 10 },
      { do: 'webhook', name: 'Fast', instances: [{ instance: 2, startsAt: 0, firing: true }], truncated: 2 },
    ]);
    const position = await takeCheckpoint(original.db, START + 10_000);
    await restoreCheckpoint(again.db, await original.db.select().from(checkpoints));
    const before = await decidedEntries(original.db, 0, 100_000);
    await live(original, [
      { do: 'wait', seconds: 700 },
      { do: 'webhook', name: 'Fast', instances: [{ instance: 2, startsAt: 0, firing: false }], truncated: 0, garbled: true },
    ]);
    const rest = await decidedEntries(original.db, position, 100_000);
    await replay(again.db, rest, 100);
    const only = (text: string): string => text.slice(text.indexOf('incidents\n'), text.indexOf('decisions\n'));
    expect(rest.length).toBeGreaterThan(2);
    expect(before.length).toBe(position);
    expect(only(await dump(again.db))).toBe(only(await dump(original.db)));
    await original.close();
    await again.close();
  });
});

test('the comparison sees a single difference', async () => {
  const one = await openTestDatabase('pglite');
  const other = await openTestDatabase('pglite');
  await live(one, [{ do: 'webhook', name: 'Fast', instances: [{ instance: 1, startsAt: 0, firing: true }], truncated: 0 }]);
  await ensureEngineRow(other.db, 'replay');
  const rows = await decidedEntries(one.db, 0, 1000);
  await replay(
    other.db,
    rows.map((row) => (row.kind.startsWith('webhook') ? { ...row, decidedAt: row.decidedAt + 1 } : row)),
    10,
  );
  expect(await dump(other.db)).not.toBe(await dump(one.db));
  await one.close();
  await other.close();
});
