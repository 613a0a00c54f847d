import { sql } from 'drizzle-orm';
import { truncatedCount } from '../incident/transitions.ts';
import type { AlertView, IncidentView } from '../pipeline/notify/notifier.ts';
import type { Database } from './database.ts';
import { readEvidence } from './readEvidence.ts';
import { incidents } from './schema.ts';
import { jsonOf } from './writeRows.ts';

/** A message shows so many alerts and counts the rest. */
export const ALERTS_SHOWN = 20;

/** Incidents as messages show them now, by number. `urlOf` gives the incident's page, or null. */
export async function loadViews(
  db: Database,
  numbers: readonly number[],
  urlOf: (number: number) => string | null,
): Promise<Map<number, IncidentView>> {
  if (numbers.length === 0) return new Map();
  const [rows, shown, evidence] = await Promise.all([
    db
      .select()
      .from(incidents)
      .where(sql`${incidents.number} in (select value::int from json_array_elements_text(${jsonOf(numbers)}::json))`),
    loadAlerts(db, numbers),
    readEvidence(db, numbers, { current: true }),
  ]);
  return new Map(
    rows.map((row) => [
      row.number,
      {
        ...row,
        truncated: truncatedCount(row),
        alerts: shown.get(row.number) ?? [],
        evidence: evidence.get(row.number) ?? [],
        url: urlOf(row.number),
      },
    ]),
  );
}

/** What it is named after comes first of what fires, then what is told: a message is about that, not about what a rule holds. */
async function loadAlerts(db: Database, numbers: readonly number[]): Promise<Map<number, AlertView[]>> {
  const order = sql`order by status, received_at, fingerprint, starts_at desc limit ${ALERTS_SHOWN}`;
  const result = await db.execute(sql`
    select n.value::int as incident, a.integration, a.fingerprint, a.status, a.labels, a.annotations,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.generator_url as "generatorUrl", a.held ->> 'by' as "heldBy", a.part
    from json_array_elements_text(${jsonOf(numbers)}::json) n
    join incidents i on i.number = n.value::int
    cross join lateral (
      (select 0 as part, l.* from alerts l where l.latest and l.incident = i.number
        and l.integration = i.lead ->> 'integration' and l.fingerprint = i.lead ->> 'fingerprint' and l.held is null)
      union all
      (select 1 as part, f.* from alerts f where f.incident = i.number and f.held is null ${order})
      union all
      (select 2 as part, h.* from alerts h where h.incident = i.number and h.held is not null ${order})
    ) a
    order by a.status, a.part, a.received_at, a.fingerprint, a.starts_at desc`);
  const rows = (Array.isArray(result) ? result : (result as unknown as { rows: unknown[] }).rows) as (AlertView & {
    incident: number;
    part: number;
  })[];
  const views = new Map<number, AlertView[]>();
  for (const { incident, part: _, ...alert } of rows) {
    const list = views.get(incident) ?? [];
    // Of an alert that fired several times, the newest episode stands for all.
    const isKnown = list.some((each) => each.fingerprint === alert.fingerprint && each.integration === alert.integration);
    if (!isKnown && list.length < ALERTS_SHOWN) list.push(alert);
    views.set(incident, list);
  }
  return views;
}
