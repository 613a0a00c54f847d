import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Labels } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { IncidentTarget, Urgency } from '../incident/incident.ts';
import type { Database } from './database.ts';
import { alerts, incidents, timers } from './schema.ts';

/** An alert that fires, with what its incident says of it. */
export type FiringRow = typeof alerts.$inferSelect & {
  readonly groupLabels: Labels;
  readonly urgency: Urgency;
  /** Tocsin opened its incident about itself. */
  readonly alarm: boolean;
  readonly targets: readonly IncidentTarget[];
  /** Where its sender repeats it: when it is over if it is not repeated. */
  readonly expiresAt: Instant | null;
};

/** Everything that fires, Tocsin's own alarms included. */
export async function readEveryFiring(db: Database): Promise<FiringRow[]> {
  const { groupLabels, urgency, alarm, targets } = incidents;
  const key = sql`'expiry:' || ${alerts.integration} || chr(31) || ${alerts.fingerprint}`;
  return db
    .select({ ...getTableColumns(alerts), groupLabels, urgency, alarm, targets, expiresAt: timers.dueAt })
    .from(alerts)
    .innerJoin(incidents, eq(incidents.number, alerts.incident))
    .leftJoin(timers, eq(timers.key, key))
    .where(and(eq(alerts.status, 'firing'), eq(alerts.latest, true)));
}
