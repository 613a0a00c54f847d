import { and, asc, eq, sql } from 'drizzle-orm';
import { silenceState } from '../../src/silence/silence.ts';
import type { Database } from '../../src/store/database.ts';
import { silences } from '../../src/store/ruleSchema.ts';
import { alerts, decisions, deliveries, incidents, journal, timeline } from '../../src/store/schema.ts';
import { rowsOf } from './rowsOf.ts';

/** Every incident, one a line. */
export async function incidentLines(db: Database): Promise<string[]> {
  const rows = await db.select().from(incidents).orderBy(asc(incidents.number));
  return rows.map((row) => {
    const who = row.status === 'acknowledged' ? row.acknowledgedBy : row.resolvedBy;
    const by = who === null || who === 'alerts' || row.status === 'triggered' ? '' : ` by ${who}`;
    const alarm = row.alarm ? ', alarm' : '';
    return `#${row.number} ${row.status}/${row.opening}${by} ${row.severity}, ${row.firing} firing, ${row.resolved} resolved${alarm}`;
  });
}

/** The sums of the journal's counts, without what is zero. */
export async function ledger(db: Database): Promise<Record<string, number>> {
  const rows = await db.select({ counts: journal.counts }).from(journal);
  const sums: Record<string, number> = {};
  for (const { counts } of rows) {
    for (const [word, count] of Object.entries((counts ?? {}) as Record<string, number>)) sums[word] = (sums[word] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, count]) => count !== 0));
}

/** Received less everything that became of it: zero. */
export function imbalance({ received = 0, ...others }: Record<string, number>): number {
  return Object.values(others).reduce((left, count) => left - count, received);
}

/** Incidents whose counts are not those of their alerts, and groups with more than one open incident. */
export async function contradictions(db: Database): Promise<string[]> {
  const counts = await rowsOf<{ number: number; firing: number; resolved: number; fires: number; ended: number }>(
    db,
    sql`select i.number, i.firing, i.resolved,
      (select count(*)::int from alerts a where a.incident = i.number and a.status = 'firing') as fires,
      (select count(distinct (a.integration, a.fingerprint))::int from alerts a where a.incident = i.number and a.status = 'resolved'
        and not exists (select 1 from alerts f where f.incident = i.number and f.status = 'firing'
          and f.integration = a.integration and f.fingerprint = a.fingerprint)) as ended
      from incidents i order by i.number`,
  );
  const open = await rowsOf<{ numbers: string }>(
    db,
    sql`select string_agg(number::text, ', ') as numbers from incidents where status <> 'resolved' group by group_key having count(*) > 1`,
  );
  return [
    ...counts
      .filter((row) => row.firing !== row.fires || row.resolved !== row.ended)
      .map(
        (row) => `#${row.number} says ${row.firing} firing, ${row.resolved} resolved; its alerts say ${row.fires}, ${row.ended}`,
      ),
    ...open.map(({ numbers }) => `of one group are open: ${numbers}`),
  ];
}

/** `active, hid 2: DiskFull`, by their start, then their comment. */
export async function silenceLines(db: Database, now: number): Promise<string[]> {
  const rows = await db.select().from(silences);
  return rows
    .sort((a, b) => a.startsAt - b.startsAt || (a.comment < b.comment ? -1 : 1))
    .map((row) => `${silenceState(row, now)}, hid ${row.hidden}${row.hidden > 0 ? `: ${row.hiddenNames.join(', ')}` : ''}`);
}

export async function deliveryCounts(db: Database): Promise<Record<string, number>> {
  const rows = await db.select({ status: deliveries.status }).from(deliveries);
  const counts: Record<string, number> = {};
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** `#1 text`, in the order of each incident's timeline. */
export async function timelineLines(db: Database): Promise<string[]> {
  const rows = await db
    .select({ incident: timeline.incident, text: timeline.text })
    .from(timeline)
    .innerJoin(incidents, eq(incidents.number, timeline.incident))
    .orderBy(asc(timeline.incident), asc(timeline.at), asc(timeline.recordedAt), asc(timeline.id));
  return rows.map(({ incident, text }) => `#${incident} ${text}`);
}

/** `#1 DiskFull notify first: because`, in the order in which it was decided. */
export async function decisionLines(db: Database): Promise<string[]> {
  const isOf = and(eq(alerts.integration, decisions.integration), eq(alerts.fingerprint, decisions.fingerprint), alerts.latest);
  const rows = await db
    .select({ row: decisions, labels: alerts.labels })
    .from(decisions)
    .innerJoin(alerts, isOf)
    .orderBy(asc(decisions.position), asc(decisions.seq));
  return rows.map(({ row, labels }) => `#${row.incident} ${labels.alertname} ${row.verdict} ${row.reason}: ${row.because}`);
}
