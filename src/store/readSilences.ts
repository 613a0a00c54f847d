import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Silence, SilenceState } from '../silence/silence.ts';
import type { Database } from './database.ts';
import { silences } from './ruleSchema.ts';

/** Where a page of silences ended, in the order of {@link readSilences} at `now`. */
export interface SilenceCursor {
  readonly rank: number;
  readonly key: number;
  readonly id: string;
}

/** A silence with its place in the order. */
export interface SilenceRow extends Silence {
  readonly cursor: SilenceCursor;
}

export interface SilenceFilter {
  /** States are those of this moment. */
  readonly now: Instant;
  readonly states?: readonly SilenceState[];
  readonly after?: SilenceCursor | null;
}

/** What is read for an explanation. */
const MOST_AT_ONCE = 1_000;
const RANKS = { active: 0, pending: 1, expired: 2 } as const satisfies Record<SilenceState, number>;

/** As Alertmanager lists them: active ones, what ends first first; pending ones, by their start; expired ones, the last first. */
export async function readSilences(db: Database, filter: SilenceFilter, limit: number): Promise<SilenceRow[]> {
  const now = at(filter.now);
  const rank = sql<number>`case when ${silences.endedAt} is not null or ${silences.endsAt} <= ${now} then 2 when ${silences.startsAt} > ${now} then 1 else 0 end`;
  const millis = (column: SQL | typeof silences.endsAt | typeof silences.startsAt) =>
    sql`(extract(epoch from ${column}) * 1000)::bigint`;
  const key = sql<number>`case when ${rank} = 0 then ${millis(silences.endsAt)} when ${rank} = 1 then ${millis(silences.startsAt)} else -${millis(silences.endsAt)} end`;
  const { after, states } = filter;
  const wanted = states && or(...states.map((state) => sql`${rank} = ${RANKS[state]}`));
  const place = after ? sql`(${rank}, ${key}, ${silences.id}) > (${after.rank}, ${after.key}, ${after.id}::uuid)` : undefined;
  const rows = await db
    .select({ silence: silences, rank: sql<number>`${rank}::int`, key: sql<string | number>`${key}` })
    .from(silences)
    .where(and(wanted, place))
    .orderBy(rank, key, asc(silences.id))
    .limit(limit);
  return rows.map((row) => ({ ...row.silence, cursor: { rank: row.rank, key: Number(row.key), id: row.silence.id } }));
}

/** One silence, whatever its state; null for an id that is not known, or is none. */
export async function readSilence(db: Database, id: string): Promise<Silence | null> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const [row] = await db.select().from(silences).where(eq(silences.id, id));
  return row ?? null;
}

/** Those whose end is not settled: what a decision reads. */
export async function readLiveSilences(db: Database): Promise<Silence[]> {
  return db.select().from(silences).where(isNull(silences.endedAt)).orderBy(asc(silences.id));
}

/** Those that were active at some time from `from` to `to`, as they were then but for what each says of its end. */
export async function readSilencesOf(db: Database, from: Instant, to: Instant): Promise<Silence[]> {
  const overlap = and(sql`${silences.startsAt} <= ${at(to)}`, sql`${silences.endsAt} > ${at(from)}`);
  return db.select().from(silences).where(overlap).orderBy(asc(silences.id)).limit(MOST_AT_ONCE);
}

function at(instant: Instant): SQL {
  return sql`${new Date(instant).toISOString()}::timestamptz`;
}
