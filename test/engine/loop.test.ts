import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { EngineLoop } from '../../src/engine/loop.ts';
import { ensureEngineRow } from '../../src/store/engineRow.ts';
import { journal } from '../../src/store/schema.ts';
import { Wake } from '../../src/wake.ts';
import { fakeClock } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';

/** Turns of a second each, of which the given ones fail as they do when the database is gone. */
async function startsAfter(failing: (turn: number) => boolean, turns: number): Promise<number> {
  const { db, close } = await openTestDatabase('pglite');
  await ensureEngineRow(db, 'here');
  const clock = fakeClock();
  const engine = new Engine({ db, clock, version: 'test', onDecided: () => {}, onUnreadable: () => {} });
  const step = engine.step.bind(engine);
  let turn = 0;
  engine.step = async (token) => {
    if (failing(turn)) throw new Error('the database is gone');
    return step(token);
  };
  const wake = new Wake();
  const deps = { engine, db, clock, holder: 'here/0/test', isAlone: true, wake, onLeading: () => {}, onError: () => {} };
  const loop = new EngineLoop(deps);
  wake.wait = async () => {
    clock.advance(1_000);
    turn += 1;
    if (turn >= turns) loop.stop();
  };
  await loop.run();
  const rows = await db.select({ kind: journal.kind }).from(journal);
  await close();
  return rows.filter(({ kind }) => kind === 'engine_started').length;
}

test.each([
  ['once, where nothing goes wrong', () => false, 1],
  ['once, where the database is away for less than a lease', (turn: number) => turn > 10 && turn < 35, 1],
  ['again, where it was away for longer, because nothing was heard meanwhile', (turn: number) => turn > 10 && turn < 45, 2],
] as const)('an engine starts %s', async (_case, failing, starts) => {
  expect(await startsAfter(failing, 60)).toBe(starts);
});
