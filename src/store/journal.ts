import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
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
} as const;

/**
 * The oldest entries without a position: at most `maxRows`, and no more than about `maxBytes` of bodies (always at least one).
 * `octet_length` of an uncompressed body is known without reading it.
 */
export async function undecidedEntries(tx: Database, maxRows: number, maxBytes: number): Promise<UndecidedRow[]> {
  const heads = await tx
    .select({ id: journal.id, kind: journal.kind, bytes: sql<number>`octet_length(${journal.body})`.mapWith(Number) })
    .from(journal)
    .where(isNull(journal.position))
    .orderBy(asc(journal.receivedAt), asc(journal.id))
    .limit(maxRows);
  let bytes = 0;
  const ids: string[] = [];
  for (const head of heads) {
    if (ids.length > 0 && bytes + head.bytes > maxBytes) break;
    // Entries that change how the others are read go by themselves.
    if (ids.length > 0 && CHANGES_THE_READING.has(head.kind)) break;
    ids.push(head.id);
    bytes += head.bytes;
    if (CHANGES_THE_READING.has(head.kind)) break;
  }
  if (ids.length === 0) return [];
  return tx
    .select(COLUMNS)
    .from(journal)
    .where(and(isNull(journal.position), inArray(journal.id, ids)))
    .orderBy(asc(journal.receivedAt), asc(journal.id));
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
  await writeRows(tx, journal, fresh, sql`on conflict (id) do nothing`);
}
