import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { takeCheckpointIfDue } from './store/checkpoint.ts';
import type { Database } from './store/database.ts';
import { readGauges } from './store/gauges.ts';
import type { OpenDatabase } from './store/open.ts';

/** What the deciding replica does every few seconds: gauges that ask the database, and the daily checkpoint. */
export async function housekeep(deps: { db: Database; clock: Clock; metrics: Metrics; log: Logger }): Promise<void> {
  const { db, clock, metrics, log } = deps;
  const now = clock.now();
  const gauges = await readGauges(db, now);
  metrics.incidentsOpen.reset();
  for (const { severity, count } of gauges.open) metrics.incidentsOpen.set({ severity }, count);
  metrics.deliveriesPending.reset();
  for (const { receiver, count } of gauges.pending) metrics.deliveriesPending.set({ receiver }, count);
  metrics.deliveryOldest.set(gauges.oldestDeliverySeconds);
  metrics.journalLag.set(gauges.journalLagSeconds);
  const position = await takeCheckpointIfDue(db, now);
  if (position !== null) log.info({ position }, 'a checkpoint was taken');
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
}
