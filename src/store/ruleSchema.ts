import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Labels } from '../alert/labels.ts';
import { instant } from './instantColumn.ts';

/** What rules remember from one alert to the next, see `pipeline/ruleMemory.ts`. */
export const ruleMemory = pgTable('rule_memory', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});

/** Deployments and other changes that somebody told of. Rules read what they remember of them, people this. */
export const changes = pgTable(
  'changes',
  {
    id: uuid('id').primaryKey(),
    service: text('service').notNull(),
    /** Empty: in every cluster. */
    cluster: text('cluster').notNull(),
    at: instant('at').notNull(),
    endedAt: instant('ended_at'),
    summary: text('summary').notNull(),
    version: text('version'),
    url: text('url'),
    labels: jsonb('labels').$type<Labels>().notNull(),
    by: text('by').notNull(),
  },
  (table) => [index('changes_newest').on(table.at, table.id), index('changes_service').on(table.service, table.at, table.id)],
);
