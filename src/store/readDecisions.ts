import { and, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Database } from './database.ts';
import { alerts, decisions, timers } from './schema.ts';

export type DecisionLine = typeof decisions.$inferSelect;

/** An alert, as its sender names it. */
export interface AlertName {
  readonly integration: string;
  readonly fingerprint: string;
}

/** The newest episode of each alert of this fingerprint: one for each integration that has sent it. */
export async function readLatestEpisodes(db: Database, fingerprint: string): Promise<Episode[]> {
  const rows = await db
    .select()
    .from(alerts)
    .where(and(eq(alerts.fingerprint, fingerprint), eq(alerts.latest, true)))
    .orderBy(alerts.integration);
  return rows.map(({ latest: _, ...episode }) => episode);
}

/** The episodes of an alert that began then, by their `startsAt`. */
export async function readEpisodes(db: Database, alert: AlertName, startsAt: readonly string[]): Promise<Map<string, Episode>> {
  if (startsAt.length === 0) return new Map();
  const rows = await db
    .select()
    .from(alerts)
    .where(and(isOf(alerts, alert), inArray(alerts.startsAt, [...startsAt])));
  return new Map(rows.map(({ latest: _, ...episode }) => [episode.startsAt, episode]));
}

/**
 * What was decided about an alert, newest first, at most `limit`; `before` is where the page before ended. With an incident only of
 * the episodes that came into it, also before they did.
 */
export async function readDecisions(
  db: Database,
  alert: AlertName & { readonly incident: number | null },
  before: { readonly position: number; readonly seq: number } | null,
  limit: number,
): Promise<DecisionLine[]> {
  const place = sql`(${decisions.position}, ${decisions.seq})`;
  const { incident } = alert;
  const episodes = db
    .select({ startsAt: alerts.startsAt })
    .from(alerts)
    .where(and(isOf(alerts, alert), eq(alerts.incident, incident ?? 0)));
  return db
    .select()
    .from(decisions)
    .where(
      and(
        isOf(decisions, alert),
        incident === null ? undefined : or(eq(decisions.incident, incident), inArray(decisions.startsAt, episodes)),
        before === null ? undefined : sql`${place} < (${before.position}::bigint, ${before.seq}::int)`,
      ),
    )
    .orderBy(desc(decisions.position), desc(decisions.seq))
    .limit(limit);
}

export interface PendingTimer {
  readonly kind: string;
  readonly dueAt: Instant;
  /** Set where it is due for its incident, whatever becomes of this alert. */
  readonly incident: number | null;
}

/** What is due for an alert, its incident, or what holds it, soonest first. */
export async function readPendingTimers(db: Database, episode: Episode): Promise<PendingTimer[]> {
  const conditions: (SQL | undefined)[] = [
    isOf(timers, episode),
    // What is due for another alert of its incident is not.
    episode.incident === null ? undefined : and(eq(timers.incident, episode.incident), isNull(timers.fingerprint)),
    episode.held === null ? undefined : eq(timers.key, `release:${episode.held.key}`),
  ];
  const rows = await db
    .select({ kind: timers.kind, dueAt: timers.dueAt, incident: timers.incident, fingerprint: timers.fingerprint })
    .from(timers)
    .where(or(...conditions))
    .orderBy(timers.dueAt, timers.key)
    .limit(50);
  return rows.map(({ fingerprint, incident, ...timer }) => ({ ...timer, incident: fingerprint === null ? incident : null }));
}

function isOf(table: typeof alerts | typeof decisions | typeof timers, { integration, fingerprint }: AlertName): SQL | undefined {
  return and(eq(table.fingerprint, fingerprint), eq(table.integration, integration));
}
