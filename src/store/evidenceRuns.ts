import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from './database.ts';
import { evidence, evidenceRuns } from './evidenceSchema.ts';
import { insertEntries, type NewEntry } from './journal.ts';
import { deliveries, incidents } from './schema.ts';
import { writeRows } from './writeRows.ts';

/** What was told longer ago is not looked up any more: its lines and traces would say little of what is going on. */
const TOLD_WITHIN_MS = 10 * 60_000;
/** The page has gone out by then, or is in trouble that evidence does not wait for. */
const PAGE_FIRST_MS = 10_000;

/** One opening of an incident for which evidence is to be looked for. */
export interface EvidenceRun {
  readonly incident: number;
  readonly opening: number;
}

const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`;

/**
 * Takes for `worker`, until `until`, openings that people were told of lately and nobody has looked evidence up for: the worst
 * first, and none whose first messages are still to be sent.
 */
export async function claimRuns(
  db: Database,
  {
    worker,
    now,
    until,
    limit,
  }: { readonly worker: string; readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<EvidenceRun[]> {
  // A kept thing has one row for all openings; what tells by notes alone has a row for each.
  const isFirst = sql`case d.kind when 'state' then coalesce((d.accepted ->> 'opening')::int, 0) < i.opening
      else d.reason in ('first', 'reopened', 'released', 'severity_raised', 'urgency_raised') end`;
  const unsent = sql`exists (select 1 from ${deliveries} d where d.incident = i.number and d.status in ('pending', 'sending')
      and d.due_at > ${at(now - PAGE_FIRST_MS)} and ${isFirst})`;
  const result = await db.execute(sql`
    insert into ${evidenceRuns} (incident, opening, begun_at, claimed_by, claimed_until)
    select i.number, i.opening, ${at(now)}, ${worker}, ${at(until)}
    from ${incidents} i
    left join ${evidenceRuns} r on r.incident = i.number and r.opening = i.opening
    where i.status <> 'resolved' and i.notified_at > ${at(now - TOLD_WITHIN_MS)} and i.notified_at >= i.triggered_at and not i.alarm
      and (r.incident is null or r.done_at is null and r.claimed_until < ${at(now)}) and not ${unsent}
    order by i.urgency, case i.severity when 'critical' then 0 when 'error' then 1 when 'warning' then 2 else 3 end, i.number
    limit ${limit}
    on conflict (incident, opening) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
      where evidence_runs.done_at is null and evidence_runs.claimed_until < ${at(now)}
    returning incident, opening`);
  return (Array.isArray(result) ? result : (result as unknown as { rows: unknown[] }).rows) as EvidenceRun[];
}

/** What one source had, with the file that shows every line of it. */
export type FoundEvidence = Evidence & { readonly file: Redacted | null };

/** Writes what was found, and the entry that says so, if the run is still this worker's and not done; true if it was. */
export async function finishRun(
  db: Database,
  { incident, opening }: EvidenceRun,
  {
    worker,
    now,
    found,
    entry,
  }: { readonly worker: string; readonly now: Instant; readonly found: readonly FoundEvidence[]; readonly entry: NewEntry },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const run = and(eq(evidenceRuns.incident, incident), eq(evidenceRuns.opening, opening));
    const rows = await tx
      .update(evidenceRuns)
      .set({ doneAt: now })
      .where(and(run, eq(evidenceRuns.claimedBy, worker), isNull(evidenceRuns.doneAt)))
      .returning({ incident: evidenceRuns.incident });
    if (rows.length === 0) return false;
    const whole = found.map((each) => ({ ...each, tookMs: Math.round(each.tookMs) }));
    await writeRows(tx, evidence, whole, 'on conflict (id) do nothing');
    await insertEntries(tx, [entry]);
    return true;
  });
}
