import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';

/**
 * Drizzle over either engine, or a transaction on it. Inside a transaction use only the transaction's handle: the outer
 * one waits for ever on PGlite's single connection.
 */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;
