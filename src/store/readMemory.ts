import { sql } from 'drizzle-orm';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import type { Database } from './database.ts';
import { ruleMemory } from './ruleSchema.ts';
import { jsonOf } from './writeRows.ts';

/** What the rules remember under these keys. */
export async function readMemory(tx: Database, keys: readonly string[]): Promise<Remembered[]> {
  if (keys.length === 0) return [];
  const wanted = sql`select value from json_array_elements_text(${jsonOf(keys)}::json)`;
  return tx.select().from(ruleMemory).where(sql`${ruleMemory.key} in (${wanted})`);
}
