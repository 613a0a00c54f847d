import { asc, sql } from 'drizzle-orm';
import type { Evidence } from '../evidence/evidence.ts';
import type { Database } from './database.ts';
import { evidence } from './evidenceSchema.ts';
import { incidents } from './schema.ts';
import { jsonOf } from './writeRows.ts';

/** What became of asking a source, without what it gave. */
export type EvidenceOutcome = Pick<Evidence, 'kind' | 'source' | 'status' | 'because' | 'tookMs'>;

/** What became of the evidence of these incidents' openings that stand, by number. */
export async function readEvidenceOutcomes(db: Database, numbers: readonly number[]): Promise<Map<number, EvidenceOutcome[]>> {
  const byIncident = new Map<number, EvidenceOutcome[]>();
  if (numbers.length === 0) return byIncident;
  const { incident, opening, kind, source, status, because, tookMs } = evidence;
  const rows = await db
    .select({ incident, kind, source, status, because, tookMs })
    .from(evidence)
    .where(
      sql`${incident} in (select value::int from json_array_elements_text(${jsonOf(numbers)}::json))
        and ${opening} = (select i.opening from ${incidents} i where i.number = ${incident})`,
    )
    .orderBy(asc(incident), asc(evidence.id));
  for (const { incident: number, ...outcome } of rows) byIncident.set(number, [...(byIncident.get(number) ?? []), outcome]);
  return byIncident;
}
