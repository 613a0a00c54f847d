import { count, isNull, min, ne, sql } from 'drizzle-orm';
import { SEVERITIES, type Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { deliveries, incidents, journal } from './schema.ts';

export interface Gauges {
  /** Every severity, 0 included. */
  readonly open: readonly { readonly severity: Severity; readonly count: number }[];
  readonly pending: readonly { readonly receiver: string; readonly count: number }[];
  readonly oldestDeliverySeconds: number;
  readonly journalLagSeconds: number;
}

/** The figures that only the database knows. */
export async function readGauges(db: Database, now: Instant): Promise<Gauges> {
  const waiting = sql`${deliveries.status} in ('pending', 'sending')`;
  const receiver = sql<string>`split_part(${deliveries.target}, '/', 1)`;
  const [open, pending, [oldest], [undecided]] = await Promise.all([
    db
      .select({ severity: incidents.severity, count: count() })
      .from(incidents)
      .where(ne(incidents.status, 'resolved'))
      .groupBy(incidents.severity),
    db.select({ receiver, count: count() }).from(deliveries).where(waiting).groupBy(receiver),
    db
      .select({ at: min(deliveries.dueAt) })
      .from(deliveries)
      .where(waiting),
    db
      .select({ at: min(journal.receivedAt) })
      .from(journal)
      .where(isNull(journal.position)),
  ]);
  const age = (at: Instant | null | undefined): number => (at === null || at === undefined ? 0 : Math.max(0, (now - at) / 1000));
  return {
    open: SEVERITIES.map((severity) => ({ severity, count: open.find((row) => row.severity === severity)?.count ?? 0 })),
    pending,
    oldestDeliverySeconds: age(oldest?.at),
    journalLagSeconds: age(undecided?.at),
  };
}
