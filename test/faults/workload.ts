import { setTimeout as sleep } from 'node:timers/promises';
import type { Life } from './life.ts';
import type { World } from './world.ts';

const MOST_FIRING = 2;

/** What the alerts of a team are doing, by instance; an instance fires again only after the world's clock has moved. */
type Team = Map<number, { firing: boolean; kills: number }>;

const teamsOf = new WeakMap<World, Map<number, Team>>();

/** What happens while nobody listens yet: little, so that a slow machine does not make another story. */
const BEFORE_IT_LISTENS = 4;

/** A process that is to be struck may be slow to begin, and slow to come to where it is struck. */
const STRUCK_WITHIN_MS = 60_000;

/** Lets alerts come and go until the process is over, or for so long; without a time until it has had enough of it to be struck. */
export async function keepBusy(world: World, life: Life, forMs: number | null = null): Promise<void> {
  const patience = forMs ?? STRUCK_WITHIN_MS;
  let early = 0;
  for (let until = performance.now() + patience; !life.isOver && performance.now() < until; ) {
    if (life.isUp || early < BEFORE_IT_LISTENS) step(world);
    if (!life.isUp) early += 1;
    const wasUp = life.isUp;
    await Promise.race([sleep(world.random.whole(20, 120)), life.ended]);
    if (life.isUp && !wasUp && forMs === null) until = performance.now() + patience;
  }
}

/** One alert begins to fire or ends; a team has two at most, so that its incident often ends and begins again. */
export function step(world: World): void {
  const { random, sender, kills } = world;
  const teams = teamsOf.get(world) ?? new Map<number, Team>();
  teamsOf.set(world, teams);
  const number = random.whole(0, world.teams - 1);
  const team: Team = teams.get(number) ?? new Map();
  teams.set(number, team);
  const firing = [...team].filter(([, state]) => state.firing).map(([instance]) => instance);
  if (firing.length === MOST_FIRING || (firing.length > 0 && random.number() < 0.5)) {
    const instance = random.pick(firing);
    sender.resolve(world.labels(number, instance));
    team.set(instance, { firing: false, kills });
    return;
  }
  const rested = [...team].filter(([, state]) => !state.firing && state.kills < kills).map(([instance]) => instance);
  // Two episodes of one alert begin further apart than the clocks of two Alertmanagers.
  const instance = rested.length > 0 && random.number() < 0.7 ? random.pick(rested) : team.size + 1;
  sender.fire(world.labels(number, instance));
  team.set(instance, { firing: true, kills });
}
