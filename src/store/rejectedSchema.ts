import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './instantColumn.ts';

/** Alerts that could not be read; their body stays in the journal. */
export const rejectedAlerts = pgTable(
  'rejected_alerts',
  {
    position: bigint('position', { mode: 'number' }).notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    integration: text('integration').notNull(),
    error: text('error').notNull(),
  },
  (table) => [primaryKey({ columns: [table.position, table.seq] })],
);
