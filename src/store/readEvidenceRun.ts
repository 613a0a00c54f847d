import { and, eq } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import type { EvidenceRun } from './evidenceRuns.ts';
import { evidenceRuns } from './evidenceSchema.ts';

/** How far the search for evidence of an opening is. */
export interface EvidenceRunState {
  readonly begunAt: Instant;
  /** Until then it is somebody's; after that, and not done, it is nobody's until another takes it. */
  readonly claimedUntil: Instant;
  readonly doneAt: Instant | null;
}

/** The search for one opening; null: none was begun. */
export async function readEvidenceRun(db: Database, { incident, opening }: EvidenceRun): Promise<EvidenceRunState | null> {
  const { begunAt, claimedUntil, doneAt } = evidenceRuns;
  const [row] = await db
    .select({ begunAt, claimedUntil, doneAt })
    .from(evidenceRuns)
    .where(and(eq(evidenceRuns.incident, incident), eq(evidenceRuns.opening, opening)))
    .limit(1);
  return row ?? null;
}
