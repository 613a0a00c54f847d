import { and, asc, eq, gt, inArray, isNull, lte, min, ne, or, sql } from 'drizzle-orm';
import { alertKey, type Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import type { Facts, ReleaseBite, Timer, TimerKind } from '../pipeline/decision.ts';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import type { Touched } from '../pipeline/touches.ts';
import type { Database } from './database.ts';
import { ruleMemory } from './ruleSchema.ts';
import { alerts, engine, incidents, journal, timers } from './schema.ts';
import { jsonOf } from './writeRows.ts';

export type LoadedFacts = Pick<Facts, 'episodes' | 'incidents' | 'timers' | 'releases' | 'memory'>;

/** So many held alerts are judged again at once. */
const BITE = 200;

/** A batch fires at most so many timers before its first entry; the rest follow in the next batch. */
export const MAX_TIMERS = 500;

/**
 * Timers due at or before `until`, in the order in which they fire. Logical time never falls: what was due when the last entry
 * was decided is due, also where the clock has been set back a little since.
 */
export async function loadDueTimers(tx: Database, until: Instant): Promise<Timer[]> {
  const rows = await tx
    .select()
    .from(timers)
    .where(
      lte(
        timers.dueAt,
        sql`greatest(${new Date(until).toISOString()}::timestamptz, (select ${engine.decidedAt} from ${engine}))`,
      ),
    )
    .orderBy(asc(timers.dueAt), asc(timers.key))
    .limit(MAX_TIMERS);
  return rows.map((row) => ({ ...row, kind: row.kind as TimerKind }));
}

/**
 * What a batch touches, by key. `groupsOf` names the groups of episodes that only a timer brought up, `recalls` the keys of
 * what the rules look up.
 */
export async function loadFacts(
  tx: Database,
  touched: Touched,
  due: readonly Timer[],
  groupsOf: (episodes: readonly Episode[]) => readonly string[],
  recalls: (episodes: readonly Episode[]) => readonly string[],
): Promise<LoadedFacts> {
  const fromTimers = due.flatMap(({ integration, fingerprint }) =>
    integration === null || fingerprint === null ? [] : [{ integration, fingerprint }],
  );
  const named = new Set([...touched.incidents, ...due.flatMap(({ incident }) => incident ?? [])]);
  // What waited together is told together, so all of it is looked at.
  const whole = due.flatMap(({ kind, incident }) =>
    (kind === 'group_wait' || kind === 'unmute') && incident !== null ? [incident] : [],
  );
  const releases = await Promise.all(
    due.filter(({ kind }) => kind === 'release' || kind === 'rescan').map((timer) => loadBite(tx, timer)),
  );
  const freed = releases.flatMap(({ keys }) => keys);
  // Most alerts are of incidents that their group names, so both are asked for at once.
  const [episodes, first] = await Promise.all([
    loadEpisodes(tx, [...touched.alerts, ...fromTimers, ...freed], [...touched.whole, ...whole]),
    loadIncidents(tx, [...named], touched.groups),
  ]);
  const known = new Set(first.map(({ number }) => number));
  const missing = new Set(episodes.flatMap(({ incident }) => (incident === null || known.has(incident) ? [] : [incident])));
  const groups = groupsOf(episodes);
  const memory = await loadMemory(tx, recalls(episodes));
  const common = { episodes, timers: due, releases: releases.map(({ bite }) => bite), memory };
  if (missing.size === 0 && groups.length === 0) return { ...common, incidents: first };
  const rest = await loadIncidents(tx, [...missing], groups);
  return { ...common, incidents: [...first, ...rest.filter(({ number }) => !known.has(number))] };
}

async function loadMemory(tx: Database, keys: readonly string[]): Promise<Remembered[]> {
  if (keys.length === 0) return [];
  const wanted = sql`select value from json_array_elements_text(${jsonOf(keys)}::json)`;
  return tx.select().from(ruleMemory).where(sql`${ruleMemory.key} in (${wanted})`);
}

type AlertName = { readonly integration: string; readonly fingerprint: string };

/** The next alerts held under a timer's key, after the one that the timer names. */
async function loadBite(tx: Database, timer: Timer): Promise<{ bite: ReleaseBite; keys: readonly AlertName[] }> {
  const key = timer.key.slice(timer.key.indexOf(':') + 1);
  const isHeld =
    key === '' ? sql`${alerts.held} is not null` : sql`${alerts.held} is not null and ${alerts.held} ->> 'key' = ${key}`;
  const place = sql`(${alerts.integration} collate "C", ${alerts.fingerprint} collate "C")`;
  const rows = await tx
    .select({ integration: alerts.integration, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(
      and(
        eq(alerts.latest, true),
        eq(alerts.status, 'firing'),
        timer.kind === 'rescan' ? undefined : isHeld,
        timer.fingerprint === null ? undefined : sql`${place} > (${timer.integration}, ${timer.fingerprint})`,
      ),
    )
    .orderBy(sql`${alerts.integration} collate "C"`, sql`${alerts.fingerprint} collate "C"`)
    .limit(BITE + 1);
  const keys = rows.slice(0, BITE);
  return { bite: { timer: timer.key, alerts: keys.map(alertKey), more: rows.length > BITE }, keys };
}

async function loadEpisodes(
  tx: Database,
  keys: readonly { integration: string; fingerprint: string }[],
  whole: readonly number[],
): Promise<Episode[]> {
  if (keys.length === 0 && whole.length === 0) return [];
  const wanted = sql`select k.integration, k.fingerprint from json_to_recordset(${jsonOf(keys)}::json) as k(integration text, fingerprint text)`;
  const named = sql`(${alerts.integration}, ${alerts.fingerprint}) in (${wanted})`;
  const belonging = sql`${alerts.status} = 'firing' and ${alerts.incident} in (select value::int from json_array_elements_text(${jsonOf(whole)}::json))`;
  const rows = await tx
    .select()
    .from(alerts)
    .where(and(eq(alerts.latest, true), whole.length > 0 ? or(named, belonging) : named));
  return rows.map(({ latest: _, ...episode }) => episode);
}

/** The incidents named, and the newest of each group named or named through one of them. */
async function loadIncidents(tx: Database, numbers: readonly number[], groups: readonly string[]): Promise<Incident[]> {
  if (numbers.length === 0 && groups.length === 0) return [];
  const named = sql`select value::int from json_array_elements_text(${jsonOf(numbers)}::json)`;
  const keys = sql`select value from json_array_elements_text(${jsonOf(groups)}::json)`;
  const newest = sql`select max(g.number) from ${incidents} g where g.group_key in (${keys} union select n.group_key from ${incidents} n where n.number in (${named})) group by g.group_key`;
  return tx.select().from(incidents).where(sql`${incidents.number} in (${named} union ${newest})`);
}

/** Open incidents that use one of these targets, at most ten: what forbids removing a receiver. */
export async function openIncidentsUsing(db: Database, targets: readonly string[]): Promise<number[]> {
  if (targets.length === 0) return [];
  const used = sql`exists (select 1 from jsonb_array_elements(${incidents.targets}) t where t->>'target' in (select value from json_array_elements_text(${jsonOf(targets)}::json)))`;
  const rows = await db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(inArray(incidents.status, ['triggered', 'acknowledged']), used))
    .orderBy(asc(incidents.number))
    .limit(10);
  return rows.map(({ number }) => number);
}

/** When the next timer is due, or null. */
export async function nextTimerDue(db: Database): Promise<Instant | null> {
  const [row] = await db.select({ dueAt: timers.dueAt }).from(timers).orderBy(asc(timers.dueAt)).limit(1);
  return row?.dueAt ?? null;
}

/** What there is to do: entries that wait now, and when the next timer is due. */
export async function nextWork(db: Database): Promise<{ more: boolean; nextDue: Instant | null }> {
  const waiting = db.select({ one: sql`1` }).from(journal).where(isNull(journal.position)).limit(1);
  const [row] = await db.select({ more: sql<boolean>`exists (${waiting})`, nextDue: min(timers.dueAt) }).from(timers);
  return { more: row?.more ?? false, nextDue: row?.nextDue ?? null };
}

/** Open incidents after a number that nobody is told of, because no receiver took their alerts. */
export async function untoldIncidents(db: Database, after: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(ne(incidents.status, 'resolved'), gt(incidents.number, after), sql`${incidents.targets} = '[]'::jsonb`))
    .orderBy(asc(incidents.number))
    .limit(limit);
  return rows.map(({ number }) => number);
}
