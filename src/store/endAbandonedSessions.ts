import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/**
 * Ends our sessions whose client has begun a statement and not finished asking for it, `afterMs` ago: stopped or cut off between
 * the two halves of a statement that was being prepared. Answers how many.
 *
 * Such a session keeps its locks, the engine's row among them, and the server itself never ends it: it counts as active, so
 * that `idle_in_transaction_session_timeout` leaves it alone, and `statement_timeout` does not run while the client is
 * waited for (measured on Postgres 15).
 */
export async function endAbandonedSessions(db: Database, which: { applicationName: string; afterMs: number }): Promise<number> {
  const { applicationName, afterMs } = which;
  const rows = await db.execute(sql`
    select pg_terminate_backend(pid) as ended from pg_stat_activity
    where application_name = ${applicationName} and datname = current_database() and usename = current_user
      and pid <> pg_backend_pid() and state = 'active' and wait_event = 'ClientRead'
      and state_change < clock_timestamp() - ${afterMs} * interval '1 millisecond'`);
  return [...(rows as unknown as Iterable<{ ended: boolean }>)].filter(({ ended }) => ended).length;
}
