import { sql } from 'drizzle-orm';
import { CALENDAR_TIMERS, type Decisions, type NoteRow, type Stamp, type StateRow } from '../pipeline/decision.ts';
import type { FirstClaim } from '../pipeline/firstSends.ts';
import type { Database } from './database.ts';
import { rejectedAlerts } from './rejectedSchema.ts';
import { changes, ruleMemory, silences } from './ruleSchema.ts';
import { alerts, decisions, deliveries, incidents, journal, timeline, timers } from './schema.ts';
import { jsonOf, replaceOnConflict, writeRows } from './writeRows.ts';

/**
 * Writes what a batch decided, in the batch's own transaction; of the new deliveries, those in `claims` as claimed already. Rows
 * go sorted by key, so that lock order never varies.
 */
export async function applyDecisions(tx: Database, made: Decisions, claims: readonly FirstClaim[] = []): Promise<void> {
  const claimOf = new Map(claims.map((claim) => [claim.delivery, claim]));
  const byAlert = (a: { integration: string; fingerprint: string }, b: typeof a): number =>
    compare(a.integration, b.integration) || compare(a.fingerprint, b.fingerprint);
  await Promise.all([
    stampJournal(tx, made.stamps),
    // Retired rows first: an alert has one newest episode at any moment.
    writeRows(
      tx,
      alerts,
      [...made.retired].sort(byAlert).map((row) => ({ ...row, latest: false })),
      REPLACE_ALERT,
    ).then(() =>
      writeRows(
        tx,
        alerts,
        [...made.episodes].sort(byAlert).map((row) => ({ ...row, latest: true })),
        REPLACE_ALERT,
      ),
    ),
    writeRows(
      tx,
      incidents,
      [...made.incidents].sort((a, b) => a.number - b.number),
      REPLACE_INCIDENT,
    ),
    writeTimers(tx, made),
    writeMemory(tx, made),
    writeRows(
      tx,
      silences,
      [...made.silences].sort((a, b) => compare(a.id, b.id)),
      REPLACE_SILENCE,
    ),
    writeRows(tx, timeline, made.timeline),
    writeRows(tx, decisions, made.decisions),
    writeRows(tx, rejectedAlerts, made.rejected),
    writeRows(tx, changes, made.changes),
    writeRows(
      tx,
      deliveries,
      [...made.states].sort((a, b) => a.delivery - b.delivery).map((row) => stateRow(row, claimOf.get(row.delivery))),
      REPLACE_STATE,
    ),
    writeRows(tx, deliveries, made.notes.map(noteRow)),
  ]);
}

const REPLACE_ALERT = replaceOnConflict(alerts);
const REPLACE_INCIDENT = replaceOnConflict(incidents);
const REPLACE_REMEMBERED = replaceOnConflict(ruleMemory);
const REPLACE_SILENCE = replaceOnConflict(silences);
const REPLACE_TIMER = replaceOnConflict(timers);

async function stampJournal(tx: Database, stamps: readonly Stamp[]): Promise<void> {
  if (stamps.length === 0) return;
  const rows = jsonOf(stamps.map(({ at, ...stamp }) => ({ ...stamp, at: new Date(at).toISOString() })));
  await tx.execute(sql`
    update ${journal} set position = s.position, decided_at = s.at, counts = s.counts, error = s.error
    from json_to_recordset(${rows}::json) as s(id uuid, position bigint, at timestamptz, counts jsonb, error text)
    where ${journal.id} = s.id`);
}

async function writeTimers(tx: Database, made: Decisions): Promise<void> {
  if (made.timersShiftedByMs !== 0) {
    const seconds = made.timersShiftedByMs / 1000;
    const calendar = sql`select value from json_array_elements_text(${jsonOf(CALENDAR_TIMERS)}::json)`;
    await tx.execute(
      sql`update ${timers} set due_at = due_at + make_interval(secs => ${seconds}) where kind not in (${calendar})`,
    );
  }
  if (made.timersCleared.length > 0) {
    const keys = jsonOf(made.timersCleared);
    await tx.execute(
      sql`delete from ${timers} where ${timers.key} in (select value from json_array_elements_text(${keys}::json))`,
    );
  }
  await writeRows(tx, timers, made.timersSet, REPLACE_TIMER);
}

async function writeMemory(tx: Database, made: Decisions): Promise<void> {
  if (made.forgotten.length > 0) {
    const keys = jsonOf(made.forgotten);
    await tx.execute(
      sql`delete from ${ruleMemory} where ${ruleMemory.key} in (select value from json_array_elements_text(${keys}::json))`,
    );
  }
  const sorted = [...made.remembered].sort((a, b) => compare(a.key, b.key));
  await writeRows(tx, ruleMemory, sorted, REPLACE_REMEMBERED);
}

/**
 * A newer wish replaces the older one. A send under way keeps its claim (the worker sees the new revision when it settles), and
 * a back-off that the other side asked for stands.
 */
const REPLACE_STATE = `on conflict (id) do update set
  desired = excluded.desired, revision = excluded.revision, reason = excluded.reason, priority = excluded.priority,
  due_at = case when deliveries.status = 'pending' then deliveries.due_at else excluded.due_at end,
  status = case when deliveries.status = 'sending' then 'sending' else 'pending' end,
  next_attempt_at = case when deliveries.status = 'pending' then deliveries.next_attempt_at else excluded.next_attempt_at end,
  attempts = case when deliveries.status in ('pending', 'sending') then deliveries.attempts else 0 end,
  correlation_id = excluded.correlation_id`;

type DeliveryInsert = typeof deliveries.$inferInsert;

function stateRow(row: StateRow, claim: FirstClaim | undefined): DeliveryInsert {
  const pending = { ...baseRow(row), kind: 'state' as const, desired: row.desired, revision: row.revision };
  if (!claim) return pending;
  const { worker, until, attempt } = claim;
  return { ...pending, status: 'sending', claimedBy: worker, claimedUntil: until, attempt, attempts: 1 };
}

function noteRow(row: NoteRow): DeliveryInsert {
  return { ...baseRow(row), kind: 'note', desired: row.note, revision: 1 };
}

function baseRow(row: StateRow | NoteRow): Omit<DeliveryInsert, 'kind' | 'desired' | 'revision'> {
  const { delivery, incident, target, notifier, priority, reason, dueAt, correlationId } = row;
  return {
    id: delivery,
    incident,
    target,
    notifier,
    priority,
    reason,
    status: 'pending',
    acceptedRevision: 0,
    attempts: 0,
    createdAt: dueAt,
    dueAt,
    nextAttemptAt: dueAt,
    correlationId,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
