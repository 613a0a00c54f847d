import { and, asc, eq, gt, min, or, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { TimelineRow } from '../incident/timeline.ts';
import type { AcceptedState, Attempt, DesiredState } from '../pipeline/decision.ts';
import type { Note } from '../pipeline/notify/notifier.ts';
import type { NotifierName } from '../pipeline/policy.ts';
import type { Database } from './database.ts';
import { deliveries, timeline } from './schema.ts';
import { jsonOf, writeRows } from './writeRows.ts';

/** The first delivery of its lane (an incident at a target) that is due. */
export type Head = {
  readonly id: number;
  readonly incident: number;
  readonly target: string;
  readonly notifier: NotifierName;
  readonly priority: number;
  readonly reason: string;
  readonly revision: number;
  readonly acceptedRevision: number;
  readonly attempt: Attempt | null;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly dueAt: Instant;
  readonly correlationId: string;
} & (
  | { readonly kind: 'state'; readonly desired: DesiredState; readonly accepted: AcceptedState | null }
  | { readonly kind: 'note'; readonly desired: Note; readonly accepted: null }
);

/**
 * Something of its lane comes before it: the kept thing before its notes, and those in order. A send that has begun comes before
 * all that only waits, also one whose worker is gone, or the two would wait for each other.
 */
const BLOCKED = sql`exists (select 1 from deliveries e where e.incident = ${deliveries.incident} and e.target = ${deliveries.target}
    and e.status in ('pending', 'sending') and e.id <> ${deliveries.id}
    and case when ${deliveries.status} = e.status
      then (e.kind = 'note', e.id) < (${deliveries.kind} = 'note', ${deliveries.id}) else e.status = 'sending' end)`;

/**
 * Deliveries that may be sent now, worst first: per lane only its first (the kept thing before its notes), and none of a lane
 * with a send under way. `skip` names targets that take nothing at present.
 */
export async function dueHeads(db: Database, now: Instant, skip: readonly string[], limit: number): Promise<Head[]> {
  const at = sql`${new Date(now).toISOString()}::timestamptz`;
  const open = sql`(${deliveries.status} = 'pending' and ${deliveries.nextAttemptAt} <= ${at} or ${deliveries.status} = 'sending' and ${deliveries.claimedUntil} < ${at})`;
  const skipped = sql`${deliveries.target} not in (select value from json_array_elements_text(${jsonOf(skip)}::json))`;
  const rows = await db
    .select()
    .from(deliveries)
    .where(
      and(sql`${deliveries.status} in ('pending', 'sending')`, open, sql`not ${BLOCKED}`, skip.length > 0 ? skipped : undefined),
    )
    .orderBy(asc(deliveries.priority), asc(deliveries.dueAt), asc(deliveries.id))
    .limit(limit);
  return rows as unknown as Head[];
}

/**
 * Marks heads as being sent, each with what is about to be sent, if nothing about them has changed since they were read.
 * Answers the ids that are this worker's until `until`.
 */
export async function claim(
  db: Database,
  heads: readonly { id: number; revision: number; accepted: number; attempts: number; attempt: Attempt }[],
  worker: string,
  now: Instant,
  until: Instant,
): Promise<Set<number>> {
  const rows = jsonOf(heads);
  const iso = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`;
  const claimed = await db
    .update(deliveries)
    .set({
      status: 'sending',
      claimedBy: worker,
      claimedUntil: sql`${iso(until)}`,
      attempt: sql`c.attempt`,
      attempts: sql`c.attempts + 1`,
    })
    .from(sql`json_to_recordset(${rows}::json) as c(id bigint, revision int, accepted int, attempts int, attempt jsonb)`)
    .where(
      and(
        sql`${deliveries.id} = c.id and ${deliveries.revision} = c.revision`,
        sql`${deliveries.attempts} = c.attempts and ${deliveries.acceptedRevision} = c.accepted`,
        isFree(now),
      ),
    )
    .returning({ id: deliveries.id });
  return new Set(claimed.map(({ id }) => id));
}

/** Whose word it is: the worker's that holds the claim, or anybody's as long as the row is as it was read and nobody's. */
type SettledBy =
  | { readonly worker: string }
  | { readonly unclaimed: { readonly attempts: number; readonly acceptedRevision: number }; readonly now: Instant };

/** How a claimed delivery stands after its send, or after it turned out that nothing is to be sent. */
export interface Settlement {
  readonly id: number;
  /** The revision that was looked at: a newer wish makes the row pending again. */
  readonly revision: number;
  readonly by: SettledBy;
  readonly status: 'pending' | 'delivered' | 'superseded' | 'dead';
  readonly accepted?: AcceptedState | null;
  readonly acceptedRevision?: number;
  /** Null clears it: the end of the send is known. Undefined keeps it: in doubt. */
  readonly attempt?: null;
  /** After a success: a send that follows starts without back-off. */
  readonly afresh?: true;
  readonly nextAttemptAt?: Instant;
  readonly deliveredAt?: Instant;
  readonly answer: string;
}

/** Writes the outcome, if the claim is still this worker's, with its line on the timeline; true if it was. */
export async function settle(db: Database, settlement: Settlement, story: TimelineRow | null): Promise<boolean> {
  const { id, revision, by, status, afresh, ...values } = settlement;
  return db.transaction(async (tx) => {
    const newer = gt(deliveries.revision, revision);
    const rows = await tx
      .update(deliveries)
      .set({
        ...values,
        ...(afresh && { attempts: sql`case when ${newer} or ${status} = 'pending' then 0 else ${deliveries.attempts} end` }),
        status: sql`case when ${newer} then 'pending' else ${status} end`,
        claimedBy: null,
        claimedUntil: null,
      })
      .where(and(eq(deliveries.id, id), ...stillSettledBy(by, revision)))
      .returning({ id: deliveries.id });
    if (rows.length === 0) return false;
    if (story) await writeRows(tx, timeline, [story], 'on conflict (id) do nothing');
    return true;
  });
}

function stillSettledBy(by: SettledBy, revision: number): (SQL | undefined)[] {
  if ('worker' in by) return [eq(deliveries.claimedBy, by.worker)];
  const { attempts, acceptedRevision } = by.unclaimed;
  const asRead = [
    eq(deliveries.revision, revision),
    eq(deliveries.attempts, attempts),
    eq(deliveries.acceptedRevision, acceptedRevision),
  ];
  return [...asRead, isFree(by.now)];
}

/** Nobody is sending it, as far as a claim can tell. */
function isFree(now: Instant): SQL | undefined {
  const runOut = sql`${deliveries.status} = 'sending' and ${deliveries.claimedUntil} < ${new Date(now).toISOString()}::timestamptz`;
  return or(eq(deliveries.status, 'pending'), runOut);
}

/** When the next delivery is due, or null: what the worker sleeps until. */
export async function nextDeliveryDue(db: Database): Promise<Instant | null> {
  const [[waiting], [claimed]] = await Promise.all([
    db
      .select({ at: deliveries.nextAttemptAt })
      .from(deliveries)
      .where(and(eq(deliveries.status, 'pending'), sql`not ${BLOCKED}`))
      .orderBy(asc(deliveries.nextAttemptAt))
      .limit(1),
    db
      .select({ at: min(deliveries.claimedUntil) })
      .from(deliveries)
      .where(eq(deliveries.status, 'sending')),
  ]);
  const dues = [waiting?.at, claimed?.at].flatMap((at) => (at === null || at === undefined ? [] : [new Date(at).getTime()]));
  return dues.length > 0 ? Math.min(...dues) : null;
}

/** The message kept by the lane's state row, for replies in its thread. */
export async function laneMessage(
  db: Database,
  incident: number,
  target: string,
): Promise<{ accepted: AcceptedState | null; status: string } | null> {
  const [row] = await db
    .select({ accepted: deliveries.accepted, status: deliveries.status })
    .from(deliveries)
    .where(and(eq(deliveries.incident, incident), eq(deliveries.target, target), eq(deliveries.kind, 'state')))
    .limit(1);
  return row ? { accepted: row.accepted as AcceptedState | null, status: row.status } : null;
}

/** Who has sends under way. */
export async function claimants(db: Database): Promise<string[]> {
  const rows = await db.selectDistinct({ name: deliveries.claimedBy }).from(deliveries).where(eq(deliveries.status, 'sending'));
  return rows.flatMap(({ name }) => name ?? []);
}

/** Ends the claims of a process that is gone: its sends are in doubt now, not in half a minute. */
export async function expireClaims(db: Database, claimant: string): Promise<void> {
  await db
    .update(deliveries)
    .set({ claimedUntil: 0 })
    .where(and(eq(deliveries.status, 'sending'), eq(deliveries.claimedBy, claimant)));
}
