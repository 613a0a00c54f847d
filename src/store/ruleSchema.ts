import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Labels } from '../alert/labels.ts';
import type { Recurrence, SilenceMatcher, SilenceSource } from '../silence/silence.ts';
import { instant } from './instantColumn.ts';

/** What rules remember from one alert to the next, see `pipeline/ruleMemory.ts`. */
export const ruleMemory = pgTable('rule_memory', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
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
    annotations: jsonb('annotations').$type<Labels>().notNull().default({}),
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
