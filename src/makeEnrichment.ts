import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { EnrichmentLoop } from './enrichment/loop.ts';
import { EnrichmentWorker, type Lookers } from './enrichment/worker.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Database } from './store/database.ts';
import { entryId } from './store/entryId.ts';
import { Wake } from './wake.ts';

export interface EnrichmentParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly holder: string;
  readonly lookers: () => Lookers;
  /** An entry has been written into the journal. */
  readonly committed: () => void;
}

/** What looks evidence up, as the app drives it. */
export interface Enrichment {
  /** People may have been told of something. */
  ring(): void;
  run(): Promise<void>;
  stop(): void;
  /** Looks up what is due and waits for it; false when nothing was. */
  turn(): Promise<boolean>;
}

export function makeEnrichment({ db, clock, log, metrics, holder, lookers, committed }: EnrichmentParts): Enrichment {
  const wake = new Wake();
  const onError = (err: unknown): void =>
    log.error({ err }, 'evidence could not be looked up; it is tried again when its claim runs out');
  const worker = new EnrichmentWorker({
    ...{ db, clock, name: holder, lookers, committed, onError },
    entry: ({ kind, ...body }) => {
      const receivedAt = clock.now();
      const id = entryId(receivedAt);
      return { id, kind, receivedAt, integration: null, correlationId: randomUUID(), body: JSON.stringify(body) };
    },
    observe: ({ kind, source, outcome, tookMs, because }) => {
      metrics.enrichmentSeconds.observe({ source, outcome }, tookMs / 1000);
      const fields = { kind, source, outcome, took_ms: tookMs, because };
      if (outcome === 'unexpected') log.error(fields, 'a source of evidence failed in a way that it should not');
      else log.info(fields, 'a source of evidence was asked');
    },
  });
  const loop = new EnrichmentLoop({ worker, wake, onError });
  return {
    ring: () => wake.ring(),
    run: () => loop.run(),
    stop: () => loop.stop(),
    turn: async () => {
      const begun = await worker.begin();
      await worker.idle();
      return begun > 0;
    },
  };
}
