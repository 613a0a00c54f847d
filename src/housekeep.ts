import type { Clock } from './clock.ts';
import type { LedgerCheck } from './ledgerCheck.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { EntryContent } from './pipeline/entry.ts';
import { takeCheckpointIfDue } from './store/checkpoint.ts';
import type { Database } from './store/database.ts';
import { readGauges } from './store/gauges.ts';
import type { OpenDatabase } from './store/open.ts';
import type { Sweep } from './sweep.ts';

export interface Household {
  readonly db: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly ledger: LedgerCheck;
  readonly sweep: Sweep;
  /** Puts one of our own entries into the journal. */
  readonly tell: (content: EntryContent) => Promise<unknown>;
}

/** What the deciding replica does every few seconds: gauges that ask the database, whether the ledger balances, the daily checkpoint, and what goes. */
export async function housekeep({ db, clock, metrics, log, ledger, sweep, tell }: Household): Promise<void> {
  const now = clock.now();
  const gauges = await readGauges(db, now);
  metrics.incidentsOpen.reset();
  for (const { severity, count } of gauges.open) metrics.incidentsOpen.set({ severity }, count);
  metrics.deliveriesPending.reset();
  for (const { receiver, count } of gauges.pending) metrics.deliveriesPending.set({ receiver }, count);
  metrics.deliveryOldest.set(gauges.oldestDeliverySeconds);
  metrics.journalLag.set(gauges.journalLagSeconds);
  metrics.ledgerImbalance.set(await ledger.run(db, now, tell));
  const position = await takeCheckpointIfDue(db, now);
  if (position !== null) log.info({ position }, 'a checkpoint was taken');
  await sweep.run(db, now, log);
}

/** What every replica does every few seconds: whoever was stopped holds up nobody, not even who would take over. */
export async function endAbandoned(database: OpenDatabase, log: Logger): Promise<void> {
  const ended = await database.endAbandoned();
  if (ended > 0) log.warning({ ended }, 'database sessions of a process that stands still were ended');
}

/** Another replica decides, and shows them. */
export function forgetGauges(metrics: Metrics): void {
  metrics.incidentsOpen.reset();
  metrics.deliveriesPending.reset();
  metrics.deliveryOldest.set(0);
  metrics.journalLag.set(0);
  metrics.ledgerImbalance.set(0);
}
