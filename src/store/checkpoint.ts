import { desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Instant } from '../alert/timestamp.ts';
import { checkpoints } from './checkpointSchema.ts';
import type { Database } from './database.ts';
import { ruleMemory } from './ruleSchema.ts';
import { alerts, engine, incidents, timers } from './schema.ts';

const EVERY_MS = 86_400_000;
const CHUNK = 1_000;
/** How long what is over may still be asked for: by a reopening, or by a late word of a sender. */
const KEPT_MS = 8 * 86_400_000;

/**
 * Everything that a decision can read, as it stands at the engine's position: a replay can start here, and the journal before
 * it may go. Rows stay in the database, so that no process has to hold them. Answers the position, or null if the last
 * checkpoint is younger than a day.
 */
export async function takeCheckpointIfDue(db: Database, now: Instant): Promise<number | null> {
  const [last] = await db.select({ at: checkpoints.createdAt }).from(checkpoints).orderBy(desc(checkpoints.position)).limit(1);
  if (last && now - last.at < EVERY_MS) return null;
  return takeCheckpoint(db, now);
}

export async function takeCheckpoint(db: Database, now: Instant): Promise<number> {
  return db.transaction(
    async (tx) => {
      const [row] = await tx.select({ position: engine.position }).from(engine).where(eq(engine.id, 1));
      const position = row?.position ?? 0;
      const since = sql`${new Date(now - KEPT_MS).toISOString()}::timestamptz`;
      await tx.delete(checkpoints).where(eq(checkpoints.position, position));
      await copy(tx, position, now, 'engine', engine, sql`true`);
      await copy(tx, position, now, 'timers', timers, sql`true`);
      await copy(tx, position, now, 'rule_memory', ruleMemory, sql`true`);
      await copy(tx, position, now, 'alerts', alerts, sql`latest and (resolved_at is null or resolved_at >= ${since})`);
      await copy(tx, position, now, 'incidents', incidents, sql`resolved_at is null or resolved_at >= ${since} or firing > 0`);
      await tx.delete(checkpoints).where(lt(checkpoints.createdAt, now - 3 * EVERY_MS));
      return position;
    },
    { isolationLevel: 'repeatable read' },
  );
}

async function copy(tx: Database, position: number, now: Instant, name: string, table: PgTable, where: SQL): Promise<void> {
  await tx.execute(sql`
    insert into ${checkpoints} (position, table_name, chunk, created_at, rows)
    select ${position}::bigint, ${name}, chunk, ${new Date(now).toISOString()}::timestamptz, jsonb_agg(row)
    from (select to_jsonb(t) as row, (row_number() over ()) / ${sql.raw(String(CHUNK))} as chunk from ${table} t where ${where}) rows
    group by chunk`);
}

/** Fills an empty database with the state of a checkpoint, from the chunks given in any order. */
export async function restoreCheckpoint(
  tx: Database,
  chunks: readonly { tableName: string; rows: readonly unknown[] }[],
): Promise<void> {
  const tables: Readonly<Record<string, PgTable>> = { engine, timers, alerts, incidents, rule_memory: ruleMemory };
  for (const { tableName, rows } of chunks) {
    const table = tables[tableName];
    if (!table) throw new Error(`a checkpoint of ${tableName} is unknown to this version`);
    if (tableName === 'engine') await tx.delete(engine);
    await tx.execute(
      sql`insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`,
    );
  }
}
