import { and, eq, gt, gte, isNotNull, lt, lte, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { engine, journal } from './schema.ts';

/** The sums of the counts of what was decided from `from` on and before `to`, by word; null does not narrow. */
export async function readLedger(db: Database, from: Instant | null, to: Instant | null): Promise<Map<string, number>> {
  const each = sql`jsonb_each_text(${journal.counts})`;
  const rows = await db
    .select({ word: sql<string>`c.key`, sum: sql<string>`sum(c.value::bigint)` })
    .from(journal)
    .innerJoin(sql`lateral ${each} as c(key, value)`, sql`true`)
    .where(
      and(
        isNotNull(journal.position),
        from === null ? undefined : gte(journal.decidedAt, from),
        to === null ? undefined : lt(journal.decidedAt, to),
      ),
    )
    .groupBy(sql`c.key`);
  return new Map(rows.map(({ word, sum }) => [word, Number(sum)]));
}

/** A stamp whose counts do not add up. */
export interface Imbalance {
  readonly position: number;
  readonly decidedAt: Instant;
  /** Received less everything that became of it. */
  readonly off: number;
}

/** The stamps after one position and up to another that do not add up, in order, at most `limit`. */
export async function readImbalances(db: Database, after: number, upTo: number, limit: number): Promise<Imbalance[]> {
  const counts = sql`jsonb_each_text(${journal.counts}) as c(key, value)`;
  const off = sql<number>`(select coalesce(sum(case when c.key = 'received' then c.value::bigint else -c.value::bigint end), 0)::int from ${counts})`;
  const rows = await db
    .select({ position: journal.position, decidedAt: journal.decidedAt, off })
    .from(journal)
    .where(and(gt(journal.position, after), lte(journal.position, upTo), sql`${off} <> 0`))
    .orderBy(journal.position)
    .limit(limit);
  return rows.flatMap(({ position, decidedAt, off: by }) =>
    position === null || decidedAt === null ? [] : [{ position, decidedAt, off: by }],
  );
}

/** How far the engine has come, and the first position decided at `since` or later (one more than the last, where there is none). */
export async function readPositions(db: Database, since: Instant): Promise<{ first: number; last: number }> {
  const [row] = await db.select({ last: engine.position }).from(engine).where(eq(engine.id, 1));
  const last = row?.last ?? 0;
  const [first] = await db
    .select({ position: sql<number | null>`min(${journal.position})::int8` })
    .from(journal)
    .where(and(isNotNull(journal.position), gte(journal.decidedAt, since)));
  return { first: first?.position == null ? last + 1 : Number(first.position), last };
}
