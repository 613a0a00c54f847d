import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Evidence, EvidenceKind, EvidenceStatus } from '../evidence/evidence.ts';
import type { Redacted } from '../redact/redacted.ts';
import { instant } from './instantColumn.ts';

/** What sources had to say of an incident. No decision reads it. */
export const evidence = pgTable(
  'evidence',
  {
    id: text('id').primaryKey(),
    incident: integer('incident').notNull(),
    opening: integer('opening').notNull(),
    kind: text('kind').$type<EvidenceKind>().notNull(),
    source: text('source').notNull(),
    status: text('status').$type<EvidenceStatus>().notNull(),
    because: text('because').$type<Redacted>(),
    query: text('query').$type<Redacted>(),
    from: instant('from_time').notNull(),
    to: instant('to_time').notNull(),
    askedAt: instant('asked_at').notNull(),
    tookMs: integer('took_ms').notNull(),
    content: jsonb('content').$type<Evidence['content']>(),
    hasFile: boolean('has_file').notNull(),
    file: text('file').$type<Redacted>(),
  },
  (table) => [index('evidence_incident').on(table.incident, table.opening, table.id)],
);

/** For which openings of incidents evidence is being looked for, or was. */
export const evidenceRuns = pgTable(
  'evidence_runs',
  {
    incident: integer('incident').notNull(),
    opening: integer('opening').notNull(),
    begunAt: instant('begun_at').notNull(),
    claimedBy: text('claimed_by').notNull(),
    claimedUntil: instant('claimed_until').notNull(),
    doneAt: instant('done_at'),
  },
  (table) => [primaryKey({ columns: [table.incident, table.opening] })],
);
