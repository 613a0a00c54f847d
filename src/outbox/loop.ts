import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { nextDeliveryDue } from '../store/outboxRows.ts';
import type { Wake } from '../wake.ts';
import type { OutboxWorker } from './worker.ts';

/** The net below wakes that got lost, and how often other replicas' decisions are looked for. */
const POLL_MS = 1_000;
/** Nothing is due, but the database has not been asked: not at once again. */
const SHORTEST_MS = 20;

export interface OutboxLoopDeps {
  readonly worker: OutboxWorker;
  readonly db: Database;
  readonly clock: Clock;
  readonly wake: Wake;
  readonly beforeTurn: () => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Delivers until it is stopped; errors are reported and waited out. */
export class OutboxLoop {
  private readonly deps: OutboxLoopDeps;
  private stopping = false;

  constructor(deps: OutboxLoopDeps) {
    this.deps = deps;
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      let pauseMs = POLL_MS;
      try {
        await this.deps.beforeTurn();
        pauseMs = (await this.deps.worker.begin()) > 0 ? 0 : await this.untilNext();
      } catch (error) {
        this.deps.onError(error);
      }
      if (!this.stopping && pauseMs > 0) await this.deps.wake.wait(pauseMs);
    }
    await this.deps.worker.idle();
  }

  stop(): void {
    this.stopping = true;
    this.deps.wake.ring();
  }

  private async untilNext(): Promise<number> {
    const { db, clock, worker } = this.deps;
    const due = await nextDeliveryDue(db);
    if (due === null) return POLL_MS;
    const wait = Math.max(due - clock.now(), worker.nextRoomMs() ?? 0);
    return Math.min(POLL_MS, Math.max(SHORTEST_MS, wait));
  }
}
