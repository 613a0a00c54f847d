import { and, desc, eq, lt } from 'drizzle-orm';
import type { PolicySource } from '../pipeline/policy.ts';
import type { Database } from './database.ts';
import { journal } from './schema.ts';

/** The policy by which the entry at a position was decided; null where the journal does not hold it any more. */
export async function readPolicyAt(db: Database, position: number): Promise<PolicySource | null> {
  const [row] = await db
    .select({ body: journal.body })
    .from(journal)
    .where(and(eq(journal.kind, 'policy'), lt(journal.position, position)))
    .orderBy(desc(journal.position))
    .limit(1);
  // Our own entry: it was checked before it was written, and decided by since.
  return row ? (JSON.parse(row.body) as { policy: PolicySource }).policy : null;
}
