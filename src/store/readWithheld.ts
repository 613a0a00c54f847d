import { and, desc, eq, sql } from 'drizzle-orm';
import { alertKey } from '../alert/alert.ts';
import type { Database } from './database.ts';
import type { AlertName } from './readDecisions.ts';
import { alerts, decisions, timeline } from './schema.ts';
import { jsonOf } from './writeRows.ts';

/** The embedded database decides nothing while it reads: so many take some ten milliseconds. */
const AT_ONCE = 500;

/**
 * Of these alerts, by `alertKey`, those that fire and of which nobody was told because their receivers had been told enough, each with
 * the reason as it was decided. None of their receivers has heard of their incident since.
 */
export async function readWithheld(db: Database, asked: readonly AlertName[]): Promise<Map<string, string>> {
  const withheld = new Map<string, string>();
  for (let from = 0; from < asked.length; from += AT_ONCE)
    for (const row of await readSome(db, asked.slice(from, from + AT_ONCE))) withheld.set(alertKey(row), row.because);
  return withheld;
}

async function readSome(db: Database, asked: readonly AlertName[]): Promise<(AlertName & { readonly because: string })[]> {
  const names = jsonOf(asked.map(({ integration, fingerprint }) => ({ integration, fingerprint })));
  const last = db
    .select({
      position: decisions.position,
      seq: decisions.seq,
      at: decisions.at,
      startsAt: decisions.startsAt,
      verdict: decisions.verdict,
      reason: decisions.reason,
      because: decisions.because,
      targets: sql`${decisions.trace} #> '{route,targets}'`.as('targets'),
    })
    .from(decisions)
    .where(and(eq(decisions.integration, alerts.integration), eq(decisions.fingerprint, alerts.fingerprint)))
    .orderBy(desc(decisions.position), desc(decisions.seq))
    .limit(1)
    .as('last');
  const place = sql`'p' || lpad(${last.position}::text, 12, '0') || '.' || lpad(${last.seq}::text, 6, '0')`;
  // What was said to targets carries their ids, whether by itself or in a digest.
  const heardSince = sql`exists (
    select 1 from ${timeline}
    where ${timeline.incident} = ${alerts.incident} and ${timeline.at} >= ${last.at} and ${timeline.id} > ${place}
      and ${timeline.data} -> 'targets' ?| array(select jsonb_array_elements_text(${last.targets})))`;
  return db
    .select({ integration: alerts.integration, fingerprint: alerts.fingerprint, because: last.because })
    .from(alerts)
    .innerJoinLateral(last, sql`true`)
    .where(
      and(
        sql`(${alerts.integration}, ${alerts.fingerprint}) in (
          select integration, fingerprint from json_to_recordset(${names}::json) as asked(integration text, fingerprint text))`,
        eq(alerts.latest, true),
        eq(alerts.status, 'firing'),
        eq(last.startsAt, alerts.startsAt),
        eq(last.verdict, 'suppress'),
        eq(last.reason, 'throttle'),
        sql`not ${heardSince}`,
      ),
    );
}
