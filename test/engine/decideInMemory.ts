import { MemoryEngine } from '../../src/backtest/memoryEngine.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import type { RecordedRow } from '../../src/store/journal.ts';

/** What a recorded journal decides without a database, entry by entry. */
export function decideInMemory(rows: readonly RecordedRow[]): Decisions[] {
  const engine = new MemoryEngine();
  return rows.map((row) => {
    const { id, correlationId, position, decidedAt: at } = row;
    return engine.decide({ ...engine.read(row), id, correlationId, position, at });
  });
}
