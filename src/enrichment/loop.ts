import type { Wake } from '../wake.ts';

/** The net below wakes that got lost, and how often other replicas' decisions are looked for. */
const POLL_MS = 1_000;
/** A page leaves meanwhile. */
const PAGE_FIRST_MS = 50;

export interface EnrichmentLoopDeps {
  readonly worker: {
    /** Begins what is due; answers how much that was. */
    begin(): Promise<number>;
    idle(): Promise<void>;
    stop(): void;
  };
  /** Default: 1,000. */
  readonly pollMs?: number;
  readonly wake: Wake;
  readonly onError: (error: unknown) => void;
}

/** Looks up what is due until it is stopped; errors are reported and waited out. */
export class EnrichmentLoop {
  private readonly deps: EnrichmentLoopDeps;
  private stopping = false;

  constructor(deps: EnrichmentLoopDeps) {
    this.deps = deps;
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      let pauseMs = this.deps.pollMs ?? POLL_MS;
      try {
        if ((await this.deps.worker.begin()) > 0) pauseMs = PAGE_FIRST_MS;
      } catch (error) {
        this.deps.onError(error);
      }
      if (!this.stopping) await this.deps.wake.wait(pauseMs);
    }
    await this.deps.worker.idle();
  }

  stop(): void {
    this.stopping = true;
    this.deps.worker.stop();
    this.deps.wake.ring();
  }
}
