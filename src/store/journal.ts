import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { journal } from './schema.ts';
import { writeRows } from './writeRows.ts';

/** An input on its way into the journal. */
export interface NewEntry {
  readonly id: string;
  readonly kind: string;
  readonly receivedAt: Instant;
  readonly integration: string | null;
  readonly correlationId: string;
  readonly body: string;
}

export interface UndecidedRow {
  readonly id: string;
  readonly kind: string;
  readonly integration: string | null;
  readonly correlationId: string;
  readonly body: string;
  readonly receivedAt: Instant;
}

/** One transaction for all of them: when it returns they are committed. */
export async function insertEntries(db: Database, entries: readonly NewEntry[]): Promise<void> {
  await writeRows(db, journal, entries);
}

const COLUMNS = {
  id: journal.id,
  kind: journal.kind,
  integration: journal.integration,
  correlationId: journal.correlationId,
  body: journal.body,
  receivedAt: journal.receivedAt,
} as const;

/**
 * The oldest entries without a position: at most `maxRows`, and no more than about `maxBytes` of bodies (always at least one).
 * An entry that changes how others are read comes by itself.
 */
export async function undecidedEntries(tx: Database, maxRows: number, maxBytes: number): Promise<UndecidedRow[]> {
  // The length of an uncompressed body is known without reading it; what is beyond the bytes is not sent.
  const before = sql<number>`sum(octet_length(${journal.body})) over (order by ${journal.receivedAt}, ${journal.id} rows unbounded preceding) - octet_length(${journal.body})`;
  const heads = tx
    .select({ ...COLUMNS, before: before.as('before') })
    .from(journal)
    .where(isNull(journal.position))
    .orderBy(asc(journal.receivedAt), asc(journal.id))
    .limit(maxRows)
    .as('heads');
  const { id, kind, integration, correlationId, body, receivedAt } = heads;
  const rows = await tx
    .select({ id, kind, integration, correlationId, body, receivedAt })
    .from(heads)
    .where(sql`${heads.before} < ${Math.round(maxBytes)}`)
    .orderBy(asc(receivedAt), asc(id));
  if (rows[0] && CHANGES_THE_READING.has(rows[0].kind)) return [rows[0]];
  const cut = rows.findIndex((row) => CHANGES_THE_READING.has(row.kind));
  return cut < 0 ? rows : rows.slice(0, cut);
}

const CHANGES_THE_READING: ReadonlySet<string> = new Set(['policy', 'clock_step']);

/** The oldest undecided policy: what the very first batch of a database must start with. */
export async function undecidedPolicy(tx: Database): Promise<UndecidedRow[]> {
  return tx
    .select(COLUMNS)
    .from(journal)
    .where(and(isNull(journal.position), eq(journal.kind, 'policy')))
    .orderBy(asc(journal.receivedAt), asc(journal.id))
    .limit(1);
}

/** The position of an entry, null while it waits (or is not known). */
export async function positionOf(db: Database, id: string): Promise<number | null> {
  const [row] = await db.select({ position: journal.position }).from(journal).where(eq(journal.id, id));
  return row?.position ?? null;
}

/** A row that has been decided: what a replay takes. */
export interface RecordedRow extends NewEntry {
  readonly position: number;
  readonly decidedAt: Instant;
  readonly error: string | null;
}

/** The decided part of the journal after a position, in order. */
export async function decidedEntries(db: Database, after: number, limit: number): Promise<RecordedRow[]> {
  const rows = await db.select().from(journal).where(gt(journal.position, after)).orderBy(asc(journal.position)).limit(limit);
  return rows.flatMap(({ position, decidedAt, counts: _, ...row }) =>
    position === null || decidedAt === null ? [] : [{ ...row, position, decidedAt }],
  );
}

/** Recorded rows as they came in, still without a position: the replay's own stamps follow. */
export async function insertDecided(tx: Database, rows: readonly RecordedRow[]): Promise<void> {
  const fresh = rows.map(({ id, kind, receivedAt, integration, correlationId, body }) => ({
    id,
    kind,
    receivedAt,
    integration,
    correlationId,
    body,
  }));
  await writeRows(tx, journal, fresh, 'on conflict (id) do nothing');
}
