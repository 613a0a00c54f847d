import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import type { Decisions } from '../pipeline/decision.ts';
import type { Entry } from '../pipeline/entry.ts';
import { readEntry } from '../pipeline/readEntry.ts';
import type { Database } from '../store/database.ts';
import { readEngineRow, readPolicy } from '../store/engineRow.ts';
import { insertDecided, type RecordedRow } from '../store/journal.ts';
import { decideBatch } from './decideBatch.ts';

/**
 * Decides a recorded journal again, in the order of its positions, into a database that holds nothing (or a checkpoint). The
 * decisions are those of the first time, byte for byte, whatever `batchSize` is. `rows` start right after the position that
 * the database stands at.
 */
export async function replay(
  db: Database,
  rows: readonly RecordedRow[],
  batchSize: number,
  onDecided: (decisions: Decisions) => void = () => {},
): Promise<void> {
  const source = await readPolicy(db);
  let policy = source ? compilePolicy(source) : null;
  for (let from = 0; from < rows.length; ) {
    const batch = readBatch(rows.slice(from, from + batchSize), policy);
    const made = await db.transaction(async (tx) => {
      await insertDecided(tx, rows.slice(from, from + batch.length));
      return decideBatch(tx, await readEngineRow(tx), batch, policy);
    });
    const last = batch[made.stamps.length - 1];
    if (last?.kind === 'policy') policy = compilePolicy(last.policy);
    from += made.stamps.length;
    onDecided(made);
  }
}

/** As many of the rows as are read by one policy, and a clock step by itself: as the engine cuts its batches. */
function readBatch(rows: readonly RecordedRow[], policy: Policy | null): Entry[] {
  const batch: Entry[] = [];
  for (const row of rows) {
    const alone = row.kind === 'policy' || row.kind === 'clock_step' || row.kind === 'rejudge';
    if (alone && batch.length > 0) break;
    const { id, correlationId, position, decidedAt: at } = row;
    batch.push({ ...readEntry(row, policy), id, correlationId, position, at });
    if (alone) break;
  }
  return batch;
}
