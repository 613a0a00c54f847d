import { and, desc, eq, gt, ne, or, sql } from 'drizzle-orm';
import type { Labels } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import type { Database } from './database.ts';
import { alerts } from './schema.ts';

/** The newest alert of each name of each integration, and how many there are. */
export interface RuleAlerts {
  readonly integration: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly alerts: number;
  /** When it was last heard to begin or to end. */
  readonly lastSeen: Instant;
}

/** Of what fires, and of what began after `since`; Tocsin's own alarms left out. At most `limit`, by integration and name. */
export async function readRules(db: Database, since: Instant, limit: number): Promise<RuleAlerts[]> {
  const name = sql<string>`coalesce(${alerts.labels} ->> 'alertname', '')`;
  const { integration, labels, annotations, receivedAt, resolvedAt } = alerts;
  const counted = sql<number>`cast(count(*) over (partition by ${integration}, ${name}) as integer)`;
  const rows = await db
    .selectDistinctOn([integration, name], { integration, labels, annotations, receivedAt, resolvedAt, alerts: counted })
    .from(alerts)
    .where(and(eq(alerts.latest, true), ne(integration, OWN_INTEGRATION), or(eq(alerts.status, 'firing'), gt(receivedAt, since))))
    .orderBy(integration, name, desc(receivedAt), alerts.fingerprint)
    .limit(limit);
  return rows.map(({ receivedAt: began, resolvedAt: ended, ...row }) => ({ ...row, lastSeen: Math.max(began, ended ?? began) }));
}
