import type { Instant } from '../alert/timestamp.ts';
import type { AcceptedState, Attempt, StateRow } from '../pipeline/decision.ts';
import type { MessageRef, Note } from '../pipeline/notify/notifier.ts';
import type { Database } from '../store/database.ts';
import { type Head, laneMessage } from '../store/outboxRows.ts';
import { type Plan, type PlannedSend, planPagerDuty, planSlack } from './plan.ts';
import type { LiveTarget, LiveTargets } from './targets.ts';

type NoteSend = { readonly action: 'reply'; readonly message: MessageRef | null; readonly note: Note };

/** A delivery with what is to be done about it now. */
export interface Planned {
  readonly head: Head;
  /** Null: its receiver is not configured any more. */
  readonly live: LiveTarget | null;
  readonly plan: PlannedSend | NoteSend | 'done' | 'superseded' | 'dead' | 'later' | 'wait';
  /** What is written down before the send begins. */
  readonly attempt: Attempt;
  /** When an earlier attempt at this same send began, of whose end nothing is known. */
  readonly doubtSince: Instant | null;
}

export async function planHead(db: Database, head: Head, targets: LiveTargets, now: Instant): Promise<Planned> {
  const live = targets.get(head.target) ?? null;
  const plan = live ? await choose(db, head, live.target.sendResolved) : 'dead';
  const action = typeof plan === 'object' ? plan.action : 'update';
  const opening = typeof plan === 'object' && 'opening' in plan ? plan.opening : 0;
  const same = head.attempt?.action === action && head.attempt.opening === opening;
  const doubtSince = same && head.attempt ? head.attempt.since : null;
  const revision = (same ? head.attempt?.revision : null) ?? head.revision;
  return { head, live, plan, attempt: { action, opening, since: doubtSince ?? now, revision }, doubtSince };
}

/** The same for a delivery whose row is about to be written: nothing of it was sent yet. */
export function planFirst(row: StateRow, targets: LiveTargets, now: Instant): Planned {
  const { delivery: id, dueAt, ...rest } = row;
  const unsent = { acceptedRevision: 0, attempt: null, attempts: 0, accepted: null };
  const head: Head = { ...rest, ...unsent, id, dueAt, createdAt: dueAt, kind: 'state' };
  const live = targets.get(head.target) ?? null;
  const plan = live ? planState(head, null, live.target.sendResolved) : 'dead';
  const { action, opening } = typeof plan === 'object' ? { opening: 0, ...plan } : { action: 'update' as const, opening: 0 };
  return { head, live, plan, attempt: { action, opening, since: now, revision: head.revision }, doubtSince: null };
}

const UNSETTLED: ReadonlySet<string> = new Set(['pending', 'sending']);

async function choose(db: Database, head: Head, sendResolved: boolean): Promise<Planned['plan']> {
  if (head.kind === 'state') return planState(head, head.accepted, sendResolved);
  if (head.notifier !== 'slack') return { action: 'reply', message: null, note: head.desired };
  const kept = await laneMessage(db, head.incident, head.target);
  if (kept && !kept.accepted?.message && kept.status === 'superseded') return 'superseded';
  // Since the note was found due its incident was opened again: its message comes first, or the note would stand beside it.
  if (kept && !kept.accepted?.message && UNSETTLED.has(kept.status)) return 'wait';
  return { action: 'reply', message: kept?.accepted?.message ?? null, note: head.desired };
}

/** What a kept thing needs next, given what the other side is known to show. */
export function planState(head: Extract<Head, { kind: 'state' }>, accepted: AcceptedState | null, sendResolved: boolean): Plan {
  if (head.notifier === 'slack') return planSlack(accepted, head.desired, head.acceptedRevision >= head.revision, head.attempt);
  return planPagerDuty(accepted, head.desired, head.attempt, sendResolved);
}
