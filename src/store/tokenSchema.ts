import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './instantColumn.ts';

/** Credentials that Tocsin made for itself (the container's first token), as SHA-256. */
export const madeTokens = pgTable('made_tokens', {
  name: text('name').primaryKey(),
  sha256: text('sha256').notNull(),
  createdAt: instant('created_at').notNull(),
});
