import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { ENGINES } from '../openTestDatabase.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import type { Deed } from './killPoint.ts';
import type { Life } from './life.ts';
import { seedFor } from './seedFor.ts';
import { STRUCK } from './strike.ts';
import { step } from './workload.ts';
import { World } from './world.ts';

/** The lease, and something for noticing. */
const TAKEOVER_MS = 45_000;
const DECIDES = 'this process decides';

/** Whoever is stopped stays so until the other one has had time to do everything: real time, because that is what a lease is. */
const STOPS: readonly Deed[] = [
  { point: 'claim.after', pass: 2, signal: 'SIGSTOP' },
  { point: 'settle.begin', pass: 2, signal: 'SIGSTOP' },
  { point: 'engine.before_commit', pass: 5, signal: 'SIGSTOP' },
  { point: 'engine.after_commit', pass: 5, signal: 'SIGSTOP' },
];

interface Pair {
  readonly world: World;
  /** Decides, until something befalls it. */
  readonly first: Life;
  /** Takes the webhooks. */
  readonly second: Life;
}

async function startPair(deed: Deed | null): Promise<Pair> {
  const world = await World.make('postgres', seedFor(`replicas, ${deed?.point ?? 'killed'}`));
  const first = await world.start(deed, await freePort());
  await first.up();
  await eventually(
    () => first.output.includes(DECIDES),
    () => `the first one does not decide:\n${first.output}`,
  );
  const second = await world.start();
  await second.up();
  return { world, first, second };
}

async function stepUntil(world: World, isDone: () => boolean, otherwise: () => string): Promise<void> {
  await eventually(async () => {
    step(world);
    await sleep(60);
    return isDone();
  }, otherwise);
}

async function someSteps(world: World): Promise<void> {
  for (let count = 0; count < 12; count += 1) {
    step(world);
    await sleep(60);
  }
}

/** The second one comes to decide, and what happens then is decided and delivered. */
async function takesOver(world: World, second: Life): Promise<void> {
  await eventually(
    () => second.output.includes(DECIDES),
    () => `the second one does not take over:\n${second.output}`,
    TAKEOVER_MS,
  );
  await someSteps(world);
  await world.calm(second);
}

describe.skipIf(!ENGINES.includes('postgres'))('two replicas on one Postgres', { timeout: 300_000 }, () => {
  it.concurrent.for(STOPS)(
    '$point: the decider is stopped for longer than its lease and comes back',
    async (deed, { expect }) => {
      const { world, first, second } = await startPair(deed);
      try {
        await stepUntil(
          world,
          () => first.output.includes(`${STRUCK} ${deed.point}`),
          () => `the first one was not stopped:\n${first.output}`,
        );
        await takesOver(world, second);
        first.process.kill('SIGCONT');
        await someSteps(world);
        await world.calm(second);
        expect(second.output).not.toContain('does not decide any more');
        first.process.kill('SIGTERM');
        expect(await first.end(), first.output).toEqual({ code: 0, signal: null });
        expect(await world.judge()).toEqual([]);
      } finally {
        await world.close();
      }
    },
  );

  it('the decider is killed: the other one takes over', async ({ expect }) => {
    const { world, first, second } = await startPair(null);
    try {
      await someSteps(world);
      await first.kill();
      await takesOver(world, second);
      expect(await world.judge()).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
