import { and, asc, eq, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { timeline } from './schema.ts';

/** A line of an incident's story, as it is read. */
export type TimelineLine = typeof timeline.$inferSelect;

/** Where a page of the timeline ended. */
export interface TimelineCursor {
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly id: string;
}

/** An incident's timeline from its beginning, or from after the cursor; at most `limit` lines. */
export async function readTimeline(
  db: Database,
  incident: number,
  after: TimelineCursor | null,
  limit: number,
): Promise<TimelineLine[]> {
  return db
    .select()
    .from(timeline)
    .where(and(eq(timeline.incident, incident), after === null ? undefined : isAfter(after)))
    .orderBy(asc(timeline.at), asc(timeline.recordedAt), asc(timeline.id))
    .limit(limit);
}

function isAfter({ at, recordedAt, id }: TimelineCursor) {
  const place = sql`(${timeline.at}, ${timeline.recordedAt}, ${timeline.id})`;
  return sql`${place} > (${iso(at)}::timestamptz, ${iso(recordedAt)}::timestamptz, ${id})`;
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
