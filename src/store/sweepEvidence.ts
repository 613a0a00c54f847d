import { lt, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { evidence, evidenceRuns } from './evidenceSchema.ts';

/** Deletes what was asked for before `before`, with its files, and that it was looked for; at most `limit` of each. Gives how many pieces. */
export async function sweepEvidence(db: Database, before: Instant, limit: number): Promise<number> {
  const pieces = db.select({ id: evidence.id }).from(evidence).where(lt(evidence.askedAt, before)).limit(limit);
  const deleted = await db.delete(evidence).where(sql`${evidence.id} in (${pieces})`).returning({ id: evidence.id });
  const { incident, opening } = evidenceRuns;
  const runs = db.select({ incident, opening }).from(evidenceRuns).where(lt(evidenceRuns.begunAt, before)).limit(limit);
  await db.delete(evidenceRuns).where(sql`(${incident}, ${opening}) in (${runs})`);
  return deleted.length;
}
