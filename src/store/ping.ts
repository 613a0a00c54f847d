import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

const ANSWER_WITHIN_MS = 1_000;

/** Whether the database answers within a second. */
export async function ping(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([db.execute(sql`select 1`).then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
