import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { ServiceChange } from '../pipeline/serviceChange.ts';
import type { Database } from './database.ts';
import { changes } from './ruleSchema.ts';

/** Which changes; what is left out does not narrow. */
export interface ChangeFilter {
  /** Began at or after. */
  readonly since?: Instant;
  /** Began before. */
  readonly until?: Instant;
  readonly service?: string;
  /** Behind this one: where the page before ended. */
  readonly after?: { readonly at: Instant; readonly id: string };
}

/** Changes, newest first, at most `limit`. */
export async function readChanges(db: Database, filter: ChangeFilter, limit: number): Promise<ServiceChange[]> {
  const { since, until, service, after } = filter;
  const conditions: (SQL | undefined)[] = [
    since === undefined ? undefined : gte(changes.at, since),
    until === undefined ? undefined : lt(changes.at, until),
    service === undefined ? undefined : eq(changes.service, service),
    after && sql`(${changes.at}, ${changes.id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id}::uuid)`,
  ];
  return db
    .select()
    .from(changes)
    .where(and(...conditions))
    .orderBy(desc(changes.at), desc(changes.id))
    .limit(limit);
}
