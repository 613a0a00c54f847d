import { and, count, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import type { SilenceMatcher } from '../silence/silence.ts';
import type { Database } from './database.ts';
import { mayFit } from './mayFit.ts';
import type { AlertRow } from './readAlerts.ts';
import { alerts } from './schema.ts';

const CHUNK = 1_000;
const FIRES = and(eq(alerts.latest, true), eq(alerts.status, 'firing'), ne(alerts.integration, OWN_INTEGRATION));

/** How many alerts fire, Tocsin's own alarms and heartbeats left out. */
export async function countFiring(db: Database): Promise<number> {
  const [row] = await db
    .select({ firing: count() })
    .from(alerts)
    .where(and(FIRES, isNotNull(alerts.incident)));
  return row?.firing ?? 0;
}

/** The alerts that fire and that matchers may fit, by key, Tocsin's own alarms left out; read a thousand at a time. */
export async function* readFiring(db: Database, matchers: readonly SilenceMatcher[]): AsyncGenerator<AlertRow> {
  const place = sql`(${alerts.integration} collate "C", ${alerts.fingerprint} collate "C")`;
  let last: AlertRow | undefined;
  do {
    const rows: AlertRow[] = await db
      .select()
      .from(alerts)
      .where(and(FIRES, mayFit(matchers), last && sql`${place} > (${last.integration}, ${last.fingerprint})`))
      .orderBy(sql`${alerts.integration} collate "C"`, sql`${alerts.fingerprint} collate "C"`)
      .limit(CHUNK);
    yield* rows;
    last = rows.length === CHUNK ? rows.at(-1) : undefined;
  } while (last);
}
