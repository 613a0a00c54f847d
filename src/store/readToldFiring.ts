import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { Labels } from '../alert/labels.ts';
import type { Database } from './database.ts';
import { alerts, incidents } from './schema.ts';

const CHUNK = 1_000;

export interface ToldFiring {
  readonly integration: string;
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly incident: number;
}

/** What fires in open incidents that somebody was told of, and no rule holds, by key; read a thousand at a time. */
export async function* readToldFiring(db: Database): AsyncGenerator<ToldFiring> {
  const { integration, fingerprint, labels } = alerts;
  const place = sql`(${integration} collate "C", ${fingerprint} collate "C")`;
  const isTold = and(eq(alerts.latest, true), eq(alerts.status, 'firing'), isNull(alerts.held));
  let last: ToldFiring | undefined;
  do {
    const rows: ToldFiring[] = await db
      .select({ integration, fingerprint, labels, incident: incidents.number })
      .from(alerts)
      .innerJoin(incidents, eq(incidents.number, alerts.incident))
      .where(
        and(
          isTold,
          ne(incidents.status, 'resolved'),
          isNotNull(incidents.notifiedAt),
          last && sql`${place} > (${last.integration}, ${last.fingerprint})`,
        ),
      )
      .orderBy(sql`${integration} collate "C"`, sql`${fingerprint} collate "C"`)
      .limit(CHUNK);
    yield* rows;
    last = rows.length === CHUNK ? rows.at(-1) : undefined;
  } while (last);
}
