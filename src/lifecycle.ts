import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from './alert/timestamp.ts';
import type { Clock } from './clock.ts';
import type { Entrance } from './engine/entrance.ts';
import type { EngineLoop } from './engine/loop.ts';
import type { Outbox } from './makeOutbox.ts';
import type { EntryContent } from './pipeline/entry.ts';
import { nextTimerDue } from './store/loadFacts.ts';
import type { OpenDatabase } from './store/open.ts';
import type { Wake } from './wake.ts';

const HOUSEKEEPING_MS = 10_000;
const LAST_DECISION_MS = 2_000;

/** How an app begins, goes on and ends. */
export interface Lifecycle {
  /** Decides and delivers in the background until {@link Lifecycle.close}; resolves when the configuration is in force. */
  start(): Promise<void>;
  /** Decides and delivers all that is due now, and returns; for a clock that somebody turns. */
  drain(): Promise<void>;
  /** When something is due next, or null. */
  nextDue(): Promise<Instant | null>;
  /** Stops deciding and delivering; what is under way is ended. The database stays open. */
  close(): Promise<void>;
}

/** Something that goes on in the background. */
interface Aside {
  run(): Promise<void>;
  stop(): void;
  /** Does what is due and waits for it; false when nothing was. */
  turn(): Promise<boolean>;
}

interface LifecycleParts {
  /** What replicas wake each other by. */
  readonly channel: string;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly loop: EngineLoop;
  readonly outbox: Outbox;
  /** What is done beside deciding and delivering, when there is time. */
  readonly aside: readonly Aside[];
  readonly engineWake: Wake;
  readonly entrance: Entrance;
  /** To be put in force at the start; null where it is already. */
  readonly policy: EntryContent | null;
  /** Gauges and the daily checkpoint. */
  readonly housekeep: () => Promise<void>;
}

export function makeLifecycle({
  channel,
  database,
  clock,
  loop,
  outbox,
  aside,
  engineWake,
  entrance,
  policy,
  housekeep: keep,
}: LifecycleParts): Lifecycle {
  let deciding: Promise<unknown> = Promise.resolve();
  let delivering: Promise<unknown> = Promise.resolve();
  let asides: Promise<unknown> = Promise.resolve();
  let hasBegun = false;
  let keeping: NodeJS.Timeout | undefined;
  return {
    start: async () => {
      await database.listen(channel, () => engineWake.ring());
      await outbox.takeOver();
      deciding = loop.run();
      delivering = outbox.run();
      asides = Promise.all(aside.map((each) => each.run()));
      keeping = setInterval(() => void keep(), HOUSEKEEPING_MS);
      if (policy) await entrance.submit(policy);
    },
    drain: async () => {
      if (!hasBegun) await outbox.takeOver();
      if (policy && !hasBegun) await entrance.tell(policy);
      hasBegun = true;
      for (let moved = true; moved; ) {
        moved = false;
        while ((await loop.turn()) === 0) moved = true;
        moved = (await outbox.turn()) || moved;
        // Page first: nothing is looked up while something is to be sent.
        for (const each of aside) moved = moved || (await each.turn());
      }
    },
    nextDue: async () => {
      const dues = [await nextTimerDue(database.db), await outbox.nextDue(clock.now())].filter((due) => due !== null);
      return dues.length > 0 ? Math.min(...dues) : null;
    },
    close: async () => {
      clearInterval(keeping);
      for (const each of aside) each.stop();
      loop.stop();
      // What was decided last is sent: the outbox ends after whoever gives it work, unless that stands still.
      await Promise.race([deciding, sleep(LAST_DECISION_MS, undefined, { ref: false })]);
      outbox.stop();
      await Promise.all([deciding, delivering, asides]);
      await loop.release();
    },
  };
}
