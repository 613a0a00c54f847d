import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { deliveries, incidents } from './schema.ts';

/** A row of the outbox as it is read: what is sent and what came of it, without the workers' own columns. */
export type DeliveryRow = Pick<typeof deliveries.$inferSelect, keyof typeof COLUMNS>;
type DeliveryStatus = typeof deliveries.$inferSelect.status;

/** Which deliveries; what is left out does not narrow. */
export interface DeliveryFilter {
  readonly statuses?: readonly DeliveryStatus[];
  readonly incident?: number;
  readonly kind?: DeliveryRow['kind'];
  /** Ids below this one: where the page before ended. */
  readonly below?: number;
}

const COLUMNS = {
  id: deliveries.id,
  kind: deliveries.kind,
  incident: deliveries.incident,
  target: deliveries.target,
  notifier: deliveries.notifier,
  reason: deliveries.reason,
  status: deliveries.status,
  attempts: deliveries.attempts,
  createdAt: deliveries.createdAt,
  nextAttemptAt: deliveries.nextAttemptAt,
  deliveredAt: deliveries.deliveredAt,
  answer: deliveries.answer,
};

/** Deliveries, newest first, at most `limit`. */
export async function readDeliveries(db: Database, filter: DeliveryFilter, limit: number): Promise<DeliveryRow[]> {
  const conditions: (SQL | undefined)[] = [
    filter.statuses && inArray(deliveries.status, [...filter.statuses]),
    filter.incident === undefined ? undefined : eq(deliveries.incident, filter.incident),
    filter.kind && eq(deliveries.kind, filter.kind),
    filter.below === undefined ? undefined : lt(deliveries.id, filter.below),
  ];
  return db
    .select(COLUMNS)
    .from(deliveries)
    .where(and(...conditions))
    .orderBy(desc(deliveries.id))
    .limit(limit);
}

/** The newest `each` deliveries of each incident. */
export async function readNewestDeliveries(
  db: Database,
  numbers: readonly number[],
  each: number,
): Promise<Map<number, DeliveryRow[]>> {
  const found = new Map<number, DeliveryRow[]>(numbers.map((number) => [number, []]));
  if (numbers.length === 0) return found;
  const newest = db
    .select(COLUMNS)
    .from(deliveries)
    .where(eq(deliveries.incident, incidents.number))
    .orderBy(desc(deliveries.id))
    .limit(each)
    .as('newest');
  const rows = await db
    .select({ number: incidents.number, delivery: newest._.selectedFields })
    .from(incidents)
    .crossJoinLateral(newest)
    .where(inArray(incidents.number, [...numbers]))
    .limit(numbers.length * each);
  for (const { number, delivery } of rows) found.get(number)?.push(delivery);
  return found;
}
