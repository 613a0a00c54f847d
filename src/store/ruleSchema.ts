import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Labels } from '../alert/labels.ts';
import { instant } from './instantColumn.ts';

/** What fires as a source of an inhibit rule, by rule and the values of its `equal` labels. */
export const inhibitMarks = pgTable('inhibit_marks', {
  key: text('key').primaryKey(),
  sources: integer('sources').notNull(),
  both: integer('both').notNull(),
  by: text('by').notNull(),
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
  (table) => [
    index('changes_newest').on(table.at.desc(), table.id.desc()),
    index('changes_service').on(table.service, table.at.desc(), table.id.desc()),
  ],
);
