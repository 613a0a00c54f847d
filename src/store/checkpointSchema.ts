import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './instantColumn.ts';

/** The engine's tables at a position, in chunks of rows: what a replay starts from. */
export const checkpoints = pgTable(
  'checkpoints',
  {
    position: bigint('position', { mode: 'number' }).notNull(),
    tableName: text('table_name').notNull(),
    chunk: integer('chunk').notNull(),
    createdAt: instant('created_at').notNull(),
    rows: jsonb('rows').$type<unknown[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.position, table.tableName, table.chunk] })],
);
