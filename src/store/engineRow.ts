import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import type { Database } from './database.ts';
import { engine } from './schema.ts';

/** How far the engine has come, and the names it gives next. */
export interface EngineRow {
  readonly installation: string;
  readonly token: number;
  readonly position: number;
  readonly decidedAt: Instant;
  readonly nextIncident: number;
  readonly nextDelivery: number;
  readonly policyHash: string | null;
  readonly silencesAt: number;
}

const COLUMNS = {
  installation: engine.installation,
  token: engine.token,
  position: engine.position,
  decidedAt: engine.decidedAt,
  nextIncident: engine.nextIncident,
  nextDelivery: engine.nextDelivery,
  policyHash: engine.policyHash,
  silencesAt: engine.silencesAt,
} as const;

const THE_ROW = eq(engine.id, 1);

/** Makes the row of a new database; `installation` is kept if there is one already. */
export async function ensureEngineRow(db: Database, installation: string): Promise<EngineRow> {
  const start = { token: 0, position: 0, decidedAt: 0, nextIncident: 1, nextDelivery: 1 };
  await db
    .insert(engine)
    .values({ id: 1, installation, ...start })
    .onConflictDoNothing();
  return readEngineRow(db);
}

export async function readEngineRow(db: Database): Promise<EngineRow> {
  const [row] = await db.select(COLUMNS).from(engine).where(THE_ROW);
  if (!row) throw new Error('the engine row is missing: was the database emptied while the server ran?');
  return row;
}

/** The policy that decides now; null before the first one. */
export async function readPolicy(db: Database): Promise<PolicySource | null> {
  const [row] = await db.select({ policy: engine.policy }).from(engine).where(THE_ROW);
  return (row?.policy ?? null) as PolicySource | null;
}

/** The row, locked for this transaction, or null if somebody else decides now. */
export async function lockEngineRow(tx: Database, token: number): Promise<EngineRow | null> {
  const [row] = await tx
    .select(COLUMNS)
    .from(engine)
    .where(and(THE_ROW, eq(engine.token, token)))
    .for('update');
  return row ?? null;
}

export interface EngineProgress {
  readonly position: number;
  readonly decidedAt: Instant;
  readonly nextIncident: number;
  readonly nextDelivery: number;
  readonly policyHash?: string;
  readonly policy?: PolicySource;
  readonly silencesAt?: number;
}

/** The token is asked once more: false where another replica decides by now, and nothing was moved. */
export async function advanceEngineRow(tx: Database, token: number, progress: EngineProgress): Promise<boolean> {
  const rows = await tx
    .update(engine)
    .set(progress)
    .where(and(THE_ROW, eq(engine.token, token)))
    .returning({ token: engine.token });
  return rows.length === 1;
}

/** Who holds the lease, or null. */
export async function leaseHolder(db: Database): Promise<string | null> {
  const [row] = await db.select({ holder: engine.holder }).from(engine).where(THE_ROW);
  return row?.holder ?? null;
}

/** Takes the lease if it is free, has run out, or is held by `gone`; answers the new fencing token, or null. */
export async function takeLease(
  db: Database,
  lease: { holder: string; now: Instant; until: Instant; gone: string | null },
): Promise<number | null> {
  const { holder, now, until, gone } = lease;
  // A decider that was stopped within its transaction holds the row: whoever waits for it could not try again.
  const unlocked = sql`select e.id from engine e where e.id = 1 for update skip locked`;
  const given = gone === null ? undefined : eq(engine.holder, gone);
  const free = or(isNull(engine.holder), isNull(engine.leaseUntil), lt(engine.leaseUntil, now), given);
  const [row] = await db
    .update(engine)
    .set({ holder, leaseUntil: until, token: sql`${engine.token} + 1` })
    .where(and(THE_ROW, free, sql`${engine.id} in (${unlocked})`))
    .returning({ token: engine.token });
  return row?.token ?? null;
}

/** Keeps the lease; false when it is somebody else's by now. */
export async function renewLease(db: Database, token: number, until: Instant): Promise<boolean> {
  const rows = await db
    .update(engine)
    .set({ leaseUntil: until })
    .where(and(THE_ROW, eq(engine.token, token)))
    .returning({ token: engine.token });
  return rows.length === 1;
}

export async function releaseLease(db: Database, token: number): Promise<void> {
  await db
    .update(engine)
    .set({ holder: null, leaseUntil: null })
    .where(and(THE_ROW, eq(engine.token, token)));
}
