import { and, asc, count, desc, eq, isNotNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Labels } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { alerts, decisions, incidents, timers } from './schema.ts';

/** An alert that fires and that a rule keeps from people. */
export interface HeldRow {
  readonly integration: string;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly labels: Labels;
  readonly incident: number;
  readonly by: string;
  /** What holds it: several alerts may have the same. */
  readonly key: string;
  /** As it was decided; null where that is not kept. */
  readonly because: string | null;
  /** When it is judged again; null: when something else happens. */
  readonly until: Instant | null;
}

const IS_HELD = and(eq(alerts.latest, true), eq(alerts.status, 'firing'), isNotNull(alerts.held));

/** What fires and is held back, at most `limit`: of all that is open (null) the newest, of one incident in the order of its alerts. */
export async function readHeld(db: Database, incident: number | null, limit: number): Promise<HeldRow[]> {
  const { integration, fingerprint, startsAt, labels, receivedAt } = alerts;
  const by = sql<string>`${alerts.held} ->> 'by'`.as('held_by');
  const key = sql<string>`${alerts.held} ->> 'key'`.as('held_key');
  const order = incident === null ? desc : asc;
  const held = db
    .select({ integration, fingerprint, startsAt, labels, receivedAt, incident: incidents.number, by, key })
    .from(alerts)
    .innerJoin(incidents, eq(incidents.number, alerts.incident))
    .where(and(IS_HELD, isOf(incident)))
    .orderBy(order(receivedAt), integration, fingerprint)
    .limit(limit)
    .as('held_alerts');
  const why = db
    .select({ because: decisions.because })
    .from(decisions)
    .where(
      and(
        eq(decisions.integration, held.integration),
        eq(decisions.fingerprint, held.fingerprint),
        sql`${decisions.reason} = ${held.by}`,
      ),
    )
    .orderBy(desc(decisions.position), desc(decisions.seq))
    .limit(1)
    .as('why');
  const rows = await db
    .select({ held: held._.selectedFields, because: why.because, until: timers.dueAt })
    .from(held)
    .leftJoinLateral(why, sql`true`)
    .leftJoin(timers, sql`${timers.key} in ('hold:' || ${held.key}, 'release:' || ${held.key})`)
    .orderBy(order(held.receivedAt), held.integration, held.fingerprint);
  return rows.map(({ held: { receivedAt: _, ...alert }, because, until }) => ({ ...alert, because, until }));
}

/** How many alerts of open incidents fire and are held back, by the rule's word. */
export async function countHeld(db: Database): Promise<Map<string, number>> {
  const by = sql<string>`${alerts.held} ->> 'by'`;
  const rows = await db
    .select({ by, alerts: count() })
    .from(alerts)
    .innerJoin(incidents, eq(incidents.number, alerts.incident))
    .where(and(IS_HELD, isOf(null)))
    .groupBy(by);
  return new Map(rows.map((row) => [row.by, row.alerts]));
}

function isOf(incident: number | null): SQL | undefined {
  return incident === null ? ne(incidents.status, 'resolved') : eq(alerts.incident, incident);
}
