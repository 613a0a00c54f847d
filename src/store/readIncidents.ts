import { and, desc, eq, gte, inArray, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { IncidentStatus } from '../incident/incident.ts';
import type { Database } from './database.ts';
import { engine, incidents } from './schema.ts';

/** Which incidents; what is left out does not narrow. */
export interface IncidentFilter {
  readonly statuses?: readonly IncidentStatus[];
  readonly severities?: readonly Severity[];
  readonly team?: string;
  /** Triggered at or after. */
  readonly since?: Instant;
  /** Triggered before. */
  readonly until?: Instant;
  /** Numbers below this one: where the page before ended. */
  readonly below?: number;
  readonly number?: number;
  readonly numbers?: readonly number[];
}

/** An incident as it is read. `installation` names the database, so that both together name it in the world. */
export type IncidentRow = typeof incidents.$inferSelect & { readonly installation: string | null };

/** Incidents by falling number, at most `limit`. */
export async function readIncidents(db: Database, filter: IncidentFilter, limit: number): Promise<IncidentRow[]> {
  const rows = await db
    .select({ incident: incidents, installation: engine.installation })
    .from(incidents)
    // The engine's table has one row.
    .leftJoin(engine, sql`true`)
    .where(and(...conditions(filter)))
    .orderBy(desc(incidents.number))
    .limit(limit);
  return rows.map(({ incident, installation }) => ({ ...incident, installation }));
}

function conditions(filter: IncidentFilter): (SQL | undefined)[] {
  const { statuses, severities, team, since, until, below, number, numbers } = filter;
  return [
    number === undefined ? undefined : eq(incidents.number, number),
    numbers && inArray(incidents.number, [...numbers]),
    statuses && inArray(incidents.status, [...statuses]),
    // Said once more in the words of the partial index, which is small however many are resolved.
    statuses && !statuses.includes('resolved') ? ne(incidents.status, 'resolved') : undefined,
    severities && inArray(incidents.severity, [...severities]),
    team === undefined ? undefined : eq(incidents.team, team),
    since === undefined ? undefined : gte(incidents.triggeredAt, since),
    until === undefined ? undefined : lt(incidents.triggeredAt, until),
    below === undefined ? undefined : lt(incidents.number, below),
  ];
}
