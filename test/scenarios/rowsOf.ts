import type { SQL } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';

/** The rows of a query, which the two drivers hand over differently. */
export async function rowsOf<T>(db: Database, query: SQL): Promise<T[]> {
  const result: unknown = await db.execute(query);
  return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as T[];
}
