import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { leaseHolder, releaseLease, renewLease, takeLease } from '../store/engineRow.ts';
import type { Wake } from '../wake.ts';
import type { Engine } from './engine.ts';
import { isGone } from './holder.ts';
import { LostLease } from './lostLease.ts';

export const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;
/** The net below wakes that got lost. */
const POLL_MS = 1_000;

export interface LoopDeps {
  readonly engine: Engine;
  readonly db: Database;
  readonly clock: Clock;
  /** This process, as the lease names it. */
  readonly holder: string;
  /** Nobody else can use this database (the embedded one): a lease in it is a dead process's. */
  readonly isAlone: boolean;
  readonly wake: Wake;
  readonly onLeading: (leading: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** Takes the lease when it is free, decides while it is held, and gives it back on the way out. */
export class EngineLoop {
  private readonly deps: LoopDeps;
  private token: number | null = null;
  private renewedAt = 0;
  private steppedAt = 0;
  /** Every new entry wakes the loop, also where somebody else decides: the lease is asked for once a second all the same. */
  private triedAt = Number.NEGATIVE_INFINITY;
  private stopping = false;

  constructor(deps: LoopDeps) {
    this.deps = deps;
  }

  get leading(): boolean {
    return this.token !== null;
  }

  /** Runs until {@link stop}; errors are reported and waited out, never thrown. */
  async run(): Promise<void> {
    while (!this.stopping) {
      let pauseMs: number;
      try {
        pauseMs = await this.turn();
      } catch (error) {
        // Nothing was heard all the while: deciding starts anew, as after an outage.
        if (error instanceof LostLease || this.deps.clock.monotonic() - this.steppedAt > LEASE_MS) this.lead(null);
        this.deps.onError(error);
        pauseMs = POLL_MS;
      }
      if (!this.stopping && pauseMs > 0) await this.deps.wake.wait(Math.min(pauseMs, POLL_MS));
    }
    await this.release();
  }

  stop(): void {
    this.stopping = true;
    this.deps.wake.ring();
  }

  /** One step: how long to wait before the next, 0 for at once. */
  async turn(): Promise<number> {
    if (this.token === null) {
      const waitMs = this.triedAt + POLL_MS - this.deps.clock.monotonic();
      if (waitMs > 0) return waitMs;
      this.triedAt = this.deps.clock.monotonic();
      await this.takeOver();
    }
    if (this.token === null) return POLL_MS;
    await this.heartbeat(this.token);
    const { more, nextDue } = await this.deps.engine.step(this.token);
    this.steppedAt = this.deps.clock.monotonic();
    if (more) return 0;
    return nextDue === null ? POLL_MS : Math.max(0, nextDue - this.deps.clock.now());
  }

  async release(): Promise<void> {
    const token = this.token;
    this.lead(null);
    if (token !== null) await releaseLease(this.deps.db, token).catch(this.deps.onError);
  }

  private async takeOver(): Promise<void> {
    const { db, clock, holder, engine } = this.deps;
    const now = clock.now();
    const current = await leaseHolder(db);
    const gone = current !== null && (current === holder || this.deps.isAlone || (await isGone(current))) ? current : null;
    const token = await takeLease(db, { holder, now, until: now + LEASE_MS, gone });
    if (token === null) return;
    this.renewedAt = clock.monotonic();
    await engine.begin(token);
    this.steppedAt = clock.monotonic();
    this.lead(token);
  }

  private async heartbeat(token: number): Promise<void> {
    const { db, clock } = this.deps;
    if (clock.monotonic() - this.renewedAt < HEARTBEAT_MS) return;
    this.renewedAt = clock.monotonic();
    if (!(await renewLease(db, token, clock.now() + LEASE_MS))) throw new LostLease('the lease ran out and was taken');
  }

  private lead(token: number | null): void {
    if ((token === null) !== (this.token === null)) this.deps.onLeading(token !== null);
    this.token = token;
  }
}
