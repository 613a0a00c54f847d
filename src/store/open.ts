import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { TocsinError } from '../errors.ts';
import type { Database } from './database.ts';
import { endAbandonedSessions } from './endAbandonedSessions.ts';
import { migrateDatabase } from './migrate.ts';
import { takePidLock } from './pidLock.ts';
import { openPostgresPool } from './postgresPool.ts';
import * as schema from './schema.ts';
import { watchedSockets } from './watchedSockets.ts';

/** A database that is migrated and ready, whichever engine it is. */
export interface OpenDatabase {
  readonly db: Database;
  readonly kind: 'pglite' | 'postgres';
  /** Calls `heard` with the payload of each NOTIFY on the channel, until the database is closed. */
  listen(channel: string, heard: (payload: string) => void): Promise<void>;
  notify(channel: string, payload: string): Promise<void>;
  /** Ends what processes that were stopped or cut off have left open, and answers how many that were; 0 on the embedded one. */
  endAbandoned(): Promise<number>;
  /** By how much the database's clock is ahead of `now`, in milliseconds; 0 on the embedded one. */
  clockAheadMs(now: () => number): Promise<number>;
  close(): Promise<void>;
}

/** Keeps the embedded database at a third of the memory its defaults take. */
const SMALL_PGLITE = ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=32MB'];

/** Opens the embedded database in a folder (`memory://` for none), under a lock that refuses a second process. */
export async function openPglite(dataDir: string, options: PGliteOptions = {}): Promise<OpenDatabase> {
  const inMemory = dataDir.startsWith('memory://');
  const unlock = inMemory ? async () => {} : await takePidLock(dataDir);
  try {
    const folder = inMemory ? dataDir : `${dataDir}/pglite`;
    const client = await PGlite.create(folder, { postgresqlconf: SMALL_PGLITE, ...options });
    const db = drizzlePglite(client, { schema });
    await migrateDatabase({ kind: 'pglite', db });
    return {
      db,
      kind: 'pglite',
      listen: async () => {},
      notify: async () => {},
      endAbandoned: async () => 0,
      clockAheadMs: async () => 0,
      close: async () => {
        await client.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw new TocsinError(
      'unavailable',
      `the embedded database in ${dataDir} could not be opened: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/**
 * A process that is stopped or cut off within a transaction keeps its locks until the server ends it: before the engine's
 * lease runs out, so that whoever takes over is not held up. Ours never rest within a transaction.
 */
const IDLE_IN_TRANSACTION_MS = 8_000;
const APPLICATION_NAME = 'tocsin';
/** A connection that was lost is tried again after at most so long. */
const RECONNECT_WITHIN_S = 1;

/** Opens Postgres by URL. With `migrate: false` the schema is taken as it is. */
export async function openPostgres(url: string, options: { migrate: boolean; max?: number }): Promise<OpenDatabase> {
  const sockets = watchedSockets();
  const how = {
    connect_timeout: 5,
    onnotice: () => {},
    connection: {
      application_name: APPLICATION_NAME,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  };
  const pool = openPostgresPool(url, options.max ?? 8, sockets.open, how);
  // Its own back-off grows to 20 s: too long to hear nothing once the database is back.
  const backoff = (retries: number): number => Math.min(RECONNECT_WITHIN_S, 0.05 * 2 ** retries);
  const listener = postgres(url, { ...how, backoff, ...({ socket: sockets.open } as object) });
  const closeAll = async (): Promise<void> => {
    await Promise.all([pool.close(), listener.end({ timeout: 1 })]);
    sockets.destroyAll();
  };
  try {
    if (options.migrate) await migrateDatabase({ kind: 'postgres', url });
    const db = drizzlePostgres(pool.client, { schema });
    await db.execute(sql`select 1`);
    return {
      db,
      kind: 'postgres',
      listen: async (channel, heard) => void (await listener.listen(channel, heard)),
      notify: async (channel, payload) => void (await db.execute(sql`select pg_notify(${channel}, ${payload})`)),
      endAbandoned: () => endAbandonedSessions(db, { applicationName: APPLICATION_NAME, afterMs: IDLE_IN_TRANSACTION_MS }),
      clockAheadMs: async (now) => {
        const before = now();
        const rows = await db.execute<{ millis: string }>(sql`select extract(epoch from clock_timestamp()) * 1000 as millis`);
        const [row] = rows;
        return Math.round(Number(row?.millis) - (before + now()) / 2);
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll().catch(() => {});
    throw new TocsinError('unavailable', `Postgres could not be opened: ${describe(error)}. Check DATABASE_URL`, {
      cause: error,
    });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : '';
  return `${code}${cause.message}`;
}
