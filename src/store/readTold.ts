import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type DeliveryRow, readDeliveries } from './readDeliveries.ts';
import type { TimelineLine } from './readTimeline.ts';
import { timeline } from './schema.ts';

/** Who was told of an incident. */
export interface Told {
  /** What each target took first, with its answer, soonest first: its row shows what it took last. */
  readonly first: readonly Pick<TimelineLine, 'at' | 'actor' | 'source' | 'text'>[];
  /** What is kept at targets, and then the newest notes. */
  readonly deliveries: readonly DeliveryRow[];
}

const MOST_TARGETS = 100;

/** Who was told of an incident, with at most `notes` notes. */
export async function readTold(db: Database, incident: number, notes: number): Promise<Told> {
  const { at, actor, source, text, data, id } = timeline;
  const first = await db
    .selectDistinctOn([actor], { at, actor, source, text })
    .from(timeline)
    .where(and(eq(timeline.incident, incident), eq(timeline.type, 'delivery'), sql`${data} ->> 'outcome' = 'delivered'`))
    .orderBy(asc(actor), asc(at), asc(id))
    .limit(MOST_TARGETS);
  const kept = await readDeliveries(db, { incident, kind: 'state' }, MOST_TARGETS);
  const noted = await readDeliveries(db, { incident, kind: 'note' }, notes);
  return { first: first.sort((a, b) => a.at - b.at), deliveries: [...kept, ...noted] };
}
