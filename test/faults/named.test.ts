import { afterEach, describe, expect, it } from 'vitest';
import { ENGINES } from '../openTestDatabase.ts';
import { type Deed, KILL_POINTS } from './killPoint.ts';
import { seedFor } from './seedFor.ts';
import { keepBusy } from './workload.ts';
import { World } from './world.ts';

/** Which pass of each point is struck, one death after the other in one database. */
const PASSES: Readonly<Record<string, readonly number[]>> = {
  startup: [1, 7, 20],
  'engine.before_commit': [1, 4],
  'engine.after_commit': [1, 4],
  'claim.before': [1, 2],
  'claim.after': [1, 3],
  'settle.begin': [1, 3],
  'settle.before_commit': [1, 3],
  'settle.after_commit': [1, 3],
};

const DEEDS: readonly Deed[] = KILL_POINTS.flatMap((point) => (PASSES[point] ?? [1, 2]).map((pass) => ({ point, pass })));

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe.each(ENGINES)('SIGKILL at named points, on %s', (kind) => {
  it('loses nothing and pages once', { timeout: 240_000 }, async () => {
    world = await World.make(kind, seedFor('named'));
    for (const deed of DEEDS) {
      const life = await world.start(deed);
      await keepBusy(world, life);
      await world.struck(life, deed);
    }
    await world.heal();
    expect(await world.judge()).toEqual([]);
    expect(world.kills).toBe(DEEDS.length);
    expect(world.pagerduty.events.length).toBeGreaterThan(10);
  });
});
