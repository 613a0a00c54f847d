import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** What rules remember from one alert to the next, see `pipeline/ruleMemory.ts`. */
export const ruleMemory = pgTable('rule_memory', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});
