import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { alerts, incidents } from './schema.ts';

/** An episode of an alert, as it is read. */
export type AlertRow = typeof alerts.$inferSelect;

/** Where a page of an incident's alerts ended. */
export interface AlertCursor {
  readonly status: string;
  readonly receivedAt: Instant;
  readonly integration: string;
  readonly fingerprint: string;
  readonly startsAt: string;
}

const ORDER = [alerts.status, alerts.receivedAt, alerts.integration, alerts.fingerprint, alerts.startsAt];

/** An incident's alerts, firing ones first, then by when they were first heard of; at most `limit`. */
export async function readAlerts(db: Database, incident: number, after: AlertCursor | null, limit: number): Promise<AlertRow[]> {
  return db
    .select()
    .from(alerts)
    .where(and(eq(alerts.incident, incident), after === null ? undefined : isAfter(after)))
    .orderBy(...ORDER.map((column) => asc(column)))
    .limit(limit);
}

function isAfter({ status, receivedAt, integration, fingerprint, startsAt }: AlertCursor) {
  const at = new Date(receivedAt).toISOString();
  return sql`(${sql.join(ORDER, sql`, `)}) > (${status}, ${at}::timestamptz, ${integration}, ${fingerprint}, ${startsAt})`;
}

/** The first `each` alerts of each incident, in the order of {@link readAlerts}. */
export async function readFirstAlerts(db: Database, numbers: readonly number[], each: number): Promise<Map<number, AlertRow[]>> {
  const found = new Map<number, AlertRow[]>(numbers.map((number) => [number, []]));
  if (numbers.length === 0) return found;
  const first = db
    .select()
    .from(alerts)
    .where(eq(alerts.incident, incidents.number))
    .orderBy(...ORDER.map((column) => asc(column)))
    .limit(each)
    .as('first');
  const rows = await db
    .select({ number: incidents.number, alert: first._.selectedFields })
    .from(incidents)
    .crossJoinLateral(first)
    .where(inArray(incidents.number, [...numbers]))
    .limit(numbers.length * each);
  for (const { number, alert } of rows) found.get(number)?.push(alert);
  return found;
}
