import { and, isNotNull, lt, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { changes, silences } from './ruleSchema.ts';

/** Deletes silences whose end was settled before `silencesBefore`, and changes that were over before `changesBefore`; at most `limit` of each. */
export async function sweepRecords(
  db: Database,
  { silencesBefore, changesBefore }: { readonly silencesBefore: Instant; readonly changesBefore: Instant },
  limit: number,
): Promise<{ readonly silences: number; readonly changes: number }> {
  const oldSilences = db
    .select({ id: silences.id })
    .from(silences)
    // No silence is settled before its end, but for those that were ended early.
    .where(and(isNotNull(silences.endedAt), lt(silences.endedAt, silencesBefore)))
    .limit(limit);
  const oldChanges = db
    .select({ id: changes.id })
    .from(changes)
    .where(
      and(lt(changes.at, changesBefore), sql`coalesce(${changes.endedAt}, ${changes.at}) < ${iso(changesBefore)}::timestamptz`),
    )
    .limit(limit);
  const ended = await db.delete(silences).where(sql`${silences.id} in (${oldSilences})`).returning({ id: silences.id });
  const over = await db.delete(changes).where(sql`${changes.id} in (${oldChanges})`).returning({ id: changes.id });
  return { silences: ended.length, changes: over.length };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
