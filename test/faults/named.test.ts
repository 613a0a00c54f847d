import { afterEach, describe, expect, it } from 'vitest';
import { ENGINES, type EngineKind } from '../openTestDatabase.ts';
import { eventually } from './eventually.ts';
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

/** Every pass on the engine that is there everywhere; on the other one the last pass of each point. */
function deedsOn(kind: EngineKind): Deed[] {
  return KILL_POINTS.flatMap((point) => {
    const passes = PASSES[point] ?? [1, 2];
    return (kind === 'pglite' ? passes : passes.slice(-1)).map((pass) => ({ point, pass }));
  });
}

/** What is cut off between a request and its answer: the other side has done what was asked, and nobody was told. */
const UNANSWERED = ['pagerduty', 'slack', 'pagerduty', 'slack'] as const;

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe.each(ENGINES)('SIGKILL at named points, on %s', (kind) => {
  it('loses nothing and pages once', { timeout: 600_000 }, async () => {
    world = await World.make(kind, seedFor('named'));
    const deeds = deedsOn(kind);
    for (const deed of deeds) {
      const life = await world.start(deed);
      await keepBusy(world, life);
      await world.struck(life, deed);
    }
    for (const side of UNANSWERED) await killUnanswered(world, side);
    await world.heal();
    expect(await world.judge()).toEqual([]);
    expect(world.kills).toBe(deeds.length + UNANSWERED.length);
    expect(world.pagerduty.incidents.length).toBeGreaterThan(5);
  });
});

async function killUnanswered(around: World, side: (typeof UNANSWERED)[number]): Promise<void> {
  const life = await around.start();
  await life.up();
  const taken = (): number => (side === 'pagerduty' ? around.pagerduty.events : around.slack.messages).length;
  const before = taken();
  const failure = { delayMs: 20_000 };
  if (side === 'pagerduty') around.pagerduty.fail(failure);
  else around.slack.failFor('chat.postMessage', failure);
  const busy = keepBusy(around, life);
  await eventually(
    () => taken() > before,
    () => `${side} was sent nothing:\n${life.output}`,
  );
  await around.kill(life);
  await busy;
}
