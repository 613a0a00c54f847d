import { asc, gt } from 'drizzle-orm';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import type { Database } from './database.ts';
import { deleteRemembered } from './deleteRemembered.ts';
import { ruleMemory } from './ruleSchema.ts';

/** What a bite of rows came to. */
export interface Bite {
  readonly deleted: number;
  /** The key behind which the next bite begins; null: that was the last one. */
  readonly next: string | null;
}

/** Deletes of the next `limit` rows behind a key those that `isOver`. */
export async function sweepMemory(
  db: Database,
  after: string,
  limit: number,
  isOver: (row: Remembered) => boolean,
): Promise<Bite> {
  const rows = await db.select().from(ruleMemory).where(gt(ruleMemory.key, after)).orderBy(asc(ruleMemory.key)).limit(limit);
  const deleted = await deleteRemembered(db, rows.filter(isOver));
  return { deleted, next: rows.length < limit ? null : (rows.at(-1)?.key ?? null) };
}
