import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Recurrence, SilenceMatcher, SilenceSource } from '../silence/silence.ts';
import { instant } from './instantColumn.ts';

/** What fires as a source of an inhibit rule, by rule and the values of its `equal` labels. */
export const inhibitMarks = pgTable('inhibit_marks', {
  key: text('key').primaryKey(),
  sources: integer('sources').notNull(),
  both: integer('both').notNull(),
  by: text('by').notNull(),
});

/** What people asked to hear nothing of. Those whose end is not settled are read with every batch. */
export const silences = pgTable(
  'silences',
  {
    id: uuid('id').primaryKey(),
    matchers: jsonb('matchers').$type<readonly SilenceMatcher[]>().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    createdBy: text('created_by').notNull(),
    comment: text('comment').notNull(),
    updatedAt: instant('updated_at').notNull(),
    source: text('source').$type<SilenceSource>().notNull(),
    recurrence: jsonb('recurrence').$type<Recurrence>(),
    expiresWhenResolved: boolean('expires_when_resolved').notNull(),
    endedAt: instant('ended_at'),
    endedBecause: text('ended_because'),
    hidden: integer('hidden').notNull(),
    hiding: integer('hiding').notNull(),
    hiddenNames: jsonb('hidden_names').$type<readonly string[]>().notNull(),
    incidents: jsonb('incidents').$type<readonly number[]>().notNull(),
  },
  (table) => [
    index('silences_live').on(table.id).where(sql`${table.endedAt} is null`),
    index('silences_ends').on(table.endsAt, table.id),
  ],
);
