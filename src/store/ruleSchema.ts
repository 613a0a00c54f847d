import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What fires as a source of an inhibit rule, by rule and the values of its `equal` labels. */
export const inhibitMarks = pgTable('inhibit_marks', {
  key: text('key').primaryKey(),
  sources: integer('sources').notNull(),
  both: integer('both').notNull(),
  by: text('by').notNull(),
});
