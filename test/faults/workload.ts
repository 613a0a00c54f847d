import { setTimeout as sleep } from 'node:timers/promises';
import type { Life } from './life.ts';
import type { World } from './world.ts';

const INSTANCES = 3;

/** What the alerts of a world are doing; one a world. */
const firingSince = new WeakMap<World, Map<string, { kills: number; firing: boolean }>>();

/** Lets alerts come and go until the process is over, or for so long. */
export async function keepBusy(world: World, life: Life, forMs = 25_000): Promise<void> {
  for (const until = performance.now() + forMs; !life.isOver && performance.now() < until; ) {
    step(world);
    await Promise.race([sleep(world.random.whole(20, 120)), life.ended]);
  }
}

/** One alert begins to fire or ends. */
export function step(world: World): void {
  const { random } = world;
  const known = firingSince.get(world) ?? new Map<string, { kills: number; firing: boolean }>();
  firingSince.set(world, known);
  const team = random.whole(0, world.teams - 1);
  const instance = random.whole(1, INSTANCES);
  const key = `${team}/${instance}`;
  const state = known.get(key);
  if (state?.firing) {
    world.sender.resolve(world.labels(team, instance));
    known.set(key, { firing: false, kills: world.kills });
  } else if (!state || state.kills < world.kills) {
    // Two episodes of one alert begin further apart than two Alertmanagers' clocks: the world's clock has moved since.
    world.sender.fire(world.labels(team, instance));
    known.set(key, { firing: true, kills: world.kills });
  }
}
