import { sql } from 'drizzle-orm';
import { truncatedCount } from '../incident/transitions.ts';
import type { AlertView, IncidentView } from '../pipeline/notify/notifier.ts';
import type { Database } from './database.ts';
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
  const [rows, shown] = await Promise.all([
    db
      .select()
      .from(incidents)
      .where(sql`${incidents.number} in (select value::int from json_array_elements_text(${jsonOf(numbers)}::json))`),
    loadAlerts(db, numbers),
  ]);
  return new Map(
    rows.map((row) => [
      row.number,
      { ...row, truncated: truncatedCount(row), alerts: shown.get(row.number) ?? [], url: urlOf(row.number) },
    ]),
  );
}

async function loadAlerts(db: Database, numbers: readonly number[]): Promise<Map<number, AlertView[]>> {
  const result = await db.execute(sql`
    select n.value::int as incident, a.integration, a.fingerprint, a.status, a.labels, a.annotations,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.generator_url as "generatorUrl"
    from json_array_elements_text(${jsonOf(numbers)}::json) n
    cross join lateral (
      select * from alerts where incident = n.value::int order by status, received_at, fingerprint, starts_at desc limit ${ALERTS_SHOWN}
    ) a`);
  const rows = (Array.isArray(result) ? result : (result as unknown as { rows: unknown[] }).rows) as (AlertView & {
    incident: number;
  })[];
  const views = new Map<number, AlertView[]>();
  for (const { incident, ...alert } of rows) {
    const list = views.get(incident) ?? [];
    // Of an alert that fired several times, the newest episode stands for all.
    if (!list.some((each) => each.fingerprint === alert.fingerprint && each.integration === alert.integration)) list.push(alert);
    views.set(incident, list);
  }
  return views;
}
