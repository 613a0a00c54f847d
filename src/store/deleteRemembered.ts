import { sql } from 'drizzle-orm';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import type { Database } from './database.ts';
import { ruleMemory } from './ruleSchema.ts';
import { jsonOf } from './writeRows.ts';

/**
 * Deletes rows as they were read, and answers how many. One that a decision is about to write is skipped where it is locked, and
 * stays where it has another value by now.
 */
export async function deleteRemembered(db: Database, rows: readonly Remembered[]): Promise<number> {
  if (rows.length === 0) return 0;
  const unchanged = sql`
    select m.key from ${ruleMemory} m
    join json_to_recordset(${jsonOf(rows)}::json) as o(key text, value jsonb) on o.key = m.key and o.value = m.value
    order by m.key for update of m skip locked`;
  const deleted = await db.delete(ruleMemory).where(sql`${ruleMemory.key} in (${unchanged})`).returning({ key: ruleMemory.key });
  return deleted.length;
}
