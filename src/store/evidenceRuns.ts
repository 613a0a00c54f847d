import { and, eq, sql } from 'drizzle-orm';
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
  const unsent = sql`exists (select 1 from ${deliveries} d where d.incident = i.number and d.kind = 'state' and d.accepted_revision = 0
      and d.status in ('pending', 'sending') and d.created_at > ${at(now - PAGE_FIRST_MS)})`;
  const result = await db.execute(sql`
    insert into ${evidenceRuns} (incident, opening, begun_at, claimed_by, claimed_until)
    select i.number, i.opening, ${at(now)}, ${worker}, ${at(until)}
    from ${incidents} i
    left join ${evidenceRuns} r on r.incident = i.number and r.opening = i.opening
    where i.status <> 'resolved' and i.notified_at > ${at(now - TOLD_WITHIN_MS)} and not i.alarm
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

/** Writes what was found, and the entry that says so, if the run is still this worker's; true if it was. */
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
    const mine = and(eq(evidenceRuns.incident, incident), eq(evidenceRuns.opening, opening), eq(evidenceRuns.claimedBy, worker));
    const rows = await tx.update(evidenceRuns).set({ doneAt: now }).where(mine).returning({ incident: evidenceRuns.incident });
    if (rows.length === 0) return false;
    await writeRows(tx, evidence, found, 'on conflict (id) do nothing');
    await insertEntries(tx, [entry]);
    return true;
  });
}
