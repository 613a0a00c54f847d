import { fileURLToPath } from 'node:url';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import type * as schema from './schema.ts';

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** Any number that only Tocsin's migrations lock on: several replicas that start at once take turns. */
const MIGRATION_LOCK = 7_462_001;

type Place = { kind: 'pglite'; db: PgliteDatabase<typeof schema> } | { kind: 'postgres'; url: string };

/** Brings a database to this version; a database that is already there, or ahead, is left alone. */
export async function migrateDatabase(place: Place): Promise<void> {
  if (place.kind === 'pglite') return migratePglite(place.db, { migrationsFolder });
  // One connection holds the lock and migrates: the lock belongs to the session.
  const client = postgres(place.url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migratePostgres(drizzle(client), { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
