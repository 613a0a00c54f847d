import type { Clock } from './clock.ts';
import type { Decided } from './engine/decided.ts';
import { Engine } from './engine/engine.ts';
import { EngineLoop } from './engine/loop.ts';
import { forgetGauges } from './housekeep.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { observeDecisions } from './observe.ts';
import type { FirstSends } from './pipeline/firstSends.ts';
import type { Database } from './store/database.ts';
import type { Wake } from './wake.ts';

export interface EngineParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly holder: string;
  readonly isAlone: boolean;
  readonly wake: Wake;
  readonly decided: Decided;
  readonly outboxWake: Wake;
  readonly firstSends: FirstSends;
  /** People may have been told of something new. */
  readonly told: () => void;
}

/** The engine with its loop, telling waiting callers, the metrics and the outbox what it decided. */
export function makeEngineLoop(parts: EngineParts): EngineLoop {
  const { db, clock, log, metrics, version, holder, isAlone, wake, decided, outboxWake, firstSends, told } = parts;
  const engine = new Engine({
    db,
    clock,
    version,
    firstSends,
    onDecided: (decisions, begun) => {
      decided.announce(decisions.stamps.map(({ id }) => id));
      observeDecisions(metrics, log, decisions);
      if (decisions.states.length + decisions.notes.length > begun) outboxWake.ring();
      if (decisions.incidents.length > 0) told();
    },
    onUnreadable: ({ id, error }) =>
      log.critical({ entry: id, error }, 'an entry of the journal cannot be decided; it is kept, and a person is told'),
  });
  return new EngineLoop({
    engine,
    db,
    clock,
    holder,
    isAlone,
    wake,
    onLeading: (leading) => {
      if (!leading) forgetGauges(metrics);
      log.info({ leading }, leading ? 'this process decides' : 'this process does not decide any more');
    },
    onError: (err) => log.error({ err }, 'deciding failed; it is tried again'),
  });
}
