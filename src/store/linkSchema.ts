import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { Redacted } from '../redact/redacted.ts';
import { instant } from './instantColumn.ts';

/** Links of runbooks, and how each was when it was last looked at. No decision reads it. */
export const linkHealth = pgTable(
  'link_health',
  {
    url: text('url').primaryKey(),
    /** When a rule, or the configuration, last led there. */
    wantedAt: instant('wanted_at').notNull(),
    /** When it is looked at next. */
    nextAt: instant('next_at').notNull(),
    claimedUntil: instant('claimed_until'),
    /** How often in a row there was no answer, or an error. */
    failures: integer('failures').notNull(),
    /** Null: it was not looked at yet, or did not answer the first time. */
    status: text('status').$type<LinkHealth['status']>(),
    because: text('because').$type<Redacted>(),
    checkedAt: instant('checked_at'),
  },
  (table) => [index('link_health_next').on(table.nextAt)],
);
