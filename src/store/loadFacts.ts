import { and, asc, eq, gt, inArray, isNull, lte, min, ne, or, sql } from 'drizzle-orm';
import { alertKey, type Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import type { Facts, Timer, TimerKind } from '../pipeline/decision.ts';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import { timerTouches } from '../pipeline/timerTouches.ts';
import type { Touched } from '../pipeline/touches.ts';
import type { Silence } from '../silence/silence.ts';
import type { Database } from './database.ts';
import { loadBites } from './loadBites.ts';
import { readMemory } from './readMemory.ts';
import { alerts, engine, incidents, journal, timers } from './schema.ts';
import { jsonOf } from './writeRows.ts';

export type LoadedFacts = Pick<
  Facts,
  'episodes' | 'incidents' | 'whole' | 'newest' | 'timers' | 'waits' | 'releases' | 'memory' | 'silences'
>;

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
    .limit(BOUNDS.timers);
  return rows.map((row) => ({ ...row, kind: row.kind as TimerKind }));
}

async function loadTimers(tx: Database, keys: readonly string[]): Promise<Timer[]> {
  if (keys.length === 0) return [];
  const wanted = sql`select value from json_array_elements_text(${jsonOf(keys)}::json)`;
  const rows = await tx.select().from(timers).where(sql`${timers.key} in (${wanted})`);
  return rows.map((row) => ({ ...row, kind: row.kind as TimerKind }));
}

/** What has to be known of the alerts before it can be asked for. */
export interface Asked {
  /** The groups of episodes that only a timer brought up. */
  readonly groupsOf: (episodes: readonly Episode[]) => readonly string[];
  /** The keys of what the rules look up. */
  readonly recalls: (episodes: readonly Episode[]) => readonly string[];
  /** The incidents that this leads to. */
  readonly incidentsRecalled: (memory: readonly Remembered[]) => readonly number[];
}

/** What a batch touches, by key. `silences` are those that are not settled, loaded already. */
export async function loadFacts(
  tx: Database,
  touched: Touched,
  due: readonly Timer[],
  silences: readonly Silence[],
  ask: Asked,
): Promise<LoadedFacts> {
  const fromTimers = timerTouches(due, silences);
  const named = new Set([...touched.incidents, ...fromTimers.incidents]);
  const whole = [...touched.whole, ...fromTimers.whole];
  const releases = await loadBites(tx, fromTimers.bites, silences);
  const freed = releases.flatMap(({ keys }) => keys);
  const absences = touched.absences ? await loadAbsences(tx) : [];
  // Most alerts are of incidents that their group names, so both are asked for at once.
  const [episodes, first, movable] = await Promise.all([
    loadEpisodes(tx, [...touched.alerts.values(), ...fromTimers.alerts, ...freed, ...absences], whole),
    loadIncidents(tx, [...named], touched.groups),
    loadTimers(tx, touched.timers),
  ]);
  const memory = await readMemory(tx, ask.recalls(episodes));
  const known = new Set(first.map(({ number }) => number));
  const spokenOf = [...episodes.flatMap(({ incident }) => incident ?? []), ...ask.incidentsRecalled(memory)];
  const missing = new Set(spokenOf.filter((number) => !known.has(number)));
  const groups = ask.groupsOf(episodes);
  const rest = missing.size === 0 && groups.length === 0 ? [] : await loadIncidents(tx, [...missing], groups);
  const waits = await loadTimers(
    tx,
    [...first, ...rest].filter(isWaiting).map(({ number }) => `group_wait:${number}`),
  );
  return {
    episodes: new Map(episodes.map((episode) => [alertKey(episode), episode])),
    ...byKey([...first, ...rest]),
    whole: new Set(whole),
    timers: [...due, ...movable],
    waits: new Map(waits.map((timer) => [timer.key, timer])),
    releases: releases.map(({ bite }) => bite),
    memory: new Map(memory.map(({ key, value }) => [key, value])),
    silences,
  };
}

function isWaiting({ waiting, notifiedAt }: Incident): boolean {
  return waiting > 0 && notifiedAt === null;
}

function byKey(loaded: readonly Incident[]): Pick<LoadedFacts, 'incidents' | 'newest'> {
  const newest = new Map<string, number>();
  for (const { groupKey, number } of loaded) newest.set(groupKey, Math.max(number, newest.get(groupKey) ?? 0));
  return { incidents: new Map(loaded.map((incident) => [incident.number, incident])), newest };
}

type AlertName = { readonly integration: string; readonly fingerprint: string };

/** The heartbeats that are missing now, at most so many. */
async function loadAbsences(tx: Database): Promise<AlertName[]> {
  return tx
    .select({ integration: alerts.integration, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(
      and(
        eq(alerts.integration, OWN_INTEGRATION),
        eq(alerts.latest, true),
        eq(alerts.status, 'firing'),
        sql`${alerts.labels} ->> 'heartbeat' is not null`,
      ),
    )
    .orderBy(asc(alerts.fingerprint))
    .limit(BOUNDS.absences);
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

/** Open incidents after a number that another policy may tell somebody of: no receiver took their alerts, or they woke nobody. */
export async function incidentsToRejudge(db: Database, after: number, limit: number): Promise<number[]> {
  const mayTell = or(sql`${incidents.targets} = '[]'::jsonb`, eq(incidents.urgency, 'low'));
  const rows = await db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(ne(incidents.status, 'resolved'), gt(incidents.number, after), mayTell))
    .orderBy(asc(incidents.number))
    .limit(limit);
  return rows.map(({ number }) => number);
}
