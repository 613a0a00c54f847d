import { afterEach, describe, expect, it } from 'vitest';
import { ENGINES } from '../openTestDatabase.ts';
import { seedFor } from './seedFor.ts';
import { keepBusy } from './workload.ts';
import { World } from './world.ts';

const KILLS = { pglite: 24, postgres: 10 };

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe.each(ENGINES)('SIGKILL at random, on %s', (kind) => {
  it('loses nothing and pages once, while the other sides fail too', { timeout: 240_000 }, async () => {
    world = await World.make(kind, seedFor('random'));
    while (world.kills < KILLS[kind]) {
      const life = await world.start();
      // Half of the deaths come while it starts.
      if (world.random.number() < 0.5) await keepBusy(world, life, world.random.whole(0, 1_200));
      else if ((await life.up()) === 'listening') {
        spoil(world);
        await keepBusy(world, life, world.random.whole(20, 900));
      }
      expect(life.isOver, life.output).toBe(false);
      await world.kill(life);
    }
    await world.heal();
    expect(await world.judge()).toEqual([]);
    expect(world.pagerduty.incidents.length).toBeGreaterThan(3);
  });
});

/** One of the next requests to PagerDuty or to Slack fails in some way. */
function spoil({ random, pagerduty, slack }: World): void {
  const failure = random.pick([
    'accept_then_reset',
    'reset',
    'resetBefore',
    { html: 502 },
    { status: 500, takesEffect: true },
    { delayMs: 300 },
    null,
    null,
  ] as const);
  if (failure === null) return;
  if (random.number() < 0.5) pagerduty.fail(failure);
  else slack.failFor(random.pick(['chat.postMessage', 'chat.update']), failure);
}
