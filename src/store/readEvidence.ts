import { asc, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Evidence } from '../evidence/evidence.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from './database.ts';
import { evidence } from './evidenceSchema.ts';
import { incidents } from './schema.ts';
import { jsonOf } from './writeRows.ts';

/** All but the file. */
const { file: _, ...SHOWN } = getTableColumns(evidence);

/** All evidence of these incidents by number, the oldest opening first; with `current` only that of the opening that stands. */
export async function readEvidence(
  db: Database,
  numbers: readonly number[],
  { current }: { readonly current: boolean },
): Promise<Map<number, Evidence[]>> {
  const byIncident = new Map<number, Evidence[]>();
  if (numbers.length === 0) return byIncident;
  const wanted = sql`${evidence.incident} in (select value::int from json_array_elements_text(${jsonOf(numbers)}::json))`;
  const standing = sql`${evidence.opening} = (select i.opening from ${incidents} i where i.number = ${evidence.incident})`;
  const rows = await db
    .select(SHOWN)
    .from(evidence)
    .where(current ? sql`${wanted} and ${standing}` : wanted)
    .orderBy(asc(evidence.incident), asc(evidence.opening), asc(evidence.id));
  for (const row of rows) byIncident.set(row.incident, [...(byIncident.get(row.incident) ?? []), row as Evidence]);
  return byIncident;
}

/** The evidence of one incident, the newest opening first; at most `limit`. */
export async function readEvidenceHistory(db: Database, incident: number, limit: number): Promise<Evidence[]> {
  const newestFirst = [desc(evidence.opening), asc(evidence.id)];
  const rows = await db
    .select(SHOWN)
    .from(evidence)
    .where(eq(evidence.incident, incident))
    .orderBy(...newestFirst)
    .limit(limit);
  return rows as Evidence[];
}

/** One piece of evidence with its file; null: there is none. */
export async function readEvidenceFile(db: Database, id: string): Promise<(Evidence & { file: Redacted | null }) | null> {
  const [row] = await db.select().from(evidence).where(eq(evidence.id, id)).limit(1);
  return row ? (row as Evidence & { file: Redacted | null }) : null;
}
