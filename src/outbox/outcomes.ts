import type { Instant } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { TimelineRow } from '../incident/timeline.ts';
import { DeliveryError } from '../pipeline/notify/deliveryError.ts';
import type { Receipt } from '../pipeline/notify/notifier.ts';
import type { Database } from '../store/database.ts';
import { type Settlement, settle } from '../store/outboxRows.ts';
import { isEvidence } from './isEvidence.ts';
import { afterSend, openingInDoubt, type PlannedSend } from './plan.ts';
import { type Planned, planState } from './planHead.ts';
import { isBroken, retryAfter } from './retry.ts';
import { retryEvidence } from './retryEvidence.ts';

/** When a target that only another replica knows is looked at again. */
const LATER_MS = 5_000;
const FORGOTTEN_MS = 300_000;

export interface OutcomeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly worker: string;
  /** A number from 0 to 1, for spreading retries. */
  readonly random: () => number;
  /** Tells the journal: a dead letter, a receiver in trouble. */
  readonly report: (entry: OutboxReport) => Promise<void>;
  readonly observe: (seen: Observed) => void;
}

export type OutboxReport =
  | {
      readonly kind: 'delivery_dead';
      readonly delivery: number;
      readonly incident: number;
      readonly target: string;
      readonly reason: string;
    }
  | { readonly kind: 'receiver_broken'; readonly target: string; readonly incident: number; readonly reason: string };

/** For metrics and logs. */
export interface Observed {
  readonly outcome: 'delivered' | 'failed' | 'dead' | 'superseded';
  readonly planned: Planned;
  readonly action: string;
  readonly detail: string;
  /** From when it was due to when it was accepted; null where it was not. */
  readonly latencyMs: number | null;
}

/** An alarm that is not heard of for an hour counts as over. */
const REPORT_AGAIN_MS = 30 * 60_000;

/** What a send's end means for its row, the timeline and the journal. */
export class Outcomes {
  private readonly deps: OutcomeDeps;
  /** When each target began to fail, and when that was reported last. */
  private readonly failing = new Map<string, { since: Instant; lastAt: Instant; reportedAt: Instant | null }>();

  constructor(deps: OutcomeDeps) {
    this.deps = deps;
  }

  async accepted(planned: Planned, receipt: Receipt): Promise<void> {
    const { head } = planned;
    const now = this.deps.clock.now();
    const common = {
      id: head.id,
      revision: head.revision,
      by: { worker: this.deps.worker },
      attempt: null,
      afresh: true,
    } as const;
    const done = { deliveredAt: now, answer: receipt.answer };
    let settlement: Settlement;
    if (head.kind === 'note') {
      settlement = { ...common, ...done, status: 'delivered', acceptedRevision: head.revision };
    } else {
      const send = planned.plan as PlannedSend;
      const accepted = afterSend(head.accepted, send, head.desired, receipt.message ?? null);
      const sendResolved = planned.live?.target.sendResolved ?? true;
      const acceptedRevision = shownRevision(planned, receipt);
      const next = planState({ ...head, acceptedRevision, attempt: null }, accepted, sendResolved);
      const status = typeof next === 'object' ? 'pending' : next === 'superseded' ? 'superseded' : 'delivered';
      settlement = { ...common, ...done, status, accepted, acceptedRevision, nextAttemptAt: now + (receipt.againMs ?? 0) };
    }
    if (!isEvidence(head)) this.failing.delete(head.target);
    await settle(this.deps.db, settlement, this.story(planned, now, `${head.target} took it: ${receipt.answer}`, 'delivered'));
    this.observe(planned, 'delivered', receipt.answer, now - head.dueAt);
  }

  /** `pauseTarget` holds back everything for the same account. */
  async failed(planned: Planned, thrown: unknown, pauseTarget: (ms: number) => void): Promise<void> {
    const { head } = planned;
    const error = asDeliveryError(thrown);
    const now = this.deps.clock.now();
    const decide = isEvidence(head) ? retryEvidence : retryAfter;
    const retry = decide(error, head.attempts + 1, this.deps.random());
    const base = { id: head.id, revision: head.revision, by: { worker: this.deps.worker }, answer: error.message.slice(0, 500) };
    if (!retry.again) {
      await this.bury(planned, error.message, { ...base, status: 'dead', attempt: null });
      return;
    }
    if (retry.pauseTarget) pauseTarget(retry.afterMs);
    const settlement: Settlement = {
      ...base,
      status: 'pending',
      nextAttemptAt: now + retry.afterMs,
      ...(error.unknown || isStillInDoubt(planned) ? {} : { attempt: null }),
    };
    const nth = head.attempts + 1;
    // The first and then ever fewer: a day of failures is a dozen lines.
    const isTold = (nth & (nth - 1)) === 0;
    const text = `${head.target} did not take it (attempt ${nth}), tried again: ${error.message}`;
    await settle(this.deps.db, settlement, isTold ? this.story(planned, now, text, `failed.${nth}`) : null);
    this.observe(planned, 'failed', error.message, null);
    if (!isEvidence(head)) await this.reportIfBroken(planned, error);
  }

  /** Nothing is to be sent: it stands as desired, it is over before it left, or nobody takes it any more. */
  async withoutSending(planned: Planned): Promise<void> {
    const { head, plan } = planned;
    // What comes before it is looked at next.
    if (plan === 'wait') return;
    const base = { id: head.id, revision: head.revision, by: { unclaimed: head, now: this.deps.clock.now() } } as const;
    const now = this.deps.clock.now();
    if (plan === 'later') {
      const answer = `this process has no ${head.target}; one with the newer configuration will send it`;
      await settle(this.deps.db, { ...base, status: 'pending', answer, nextAttemptAt: now + LATER_MS }, null);
    } else if (plan === 'dead') {
      const reason = `no receiver of the configuration has ${head.target} any more`;
      await this.bury(planned, reason, { ...base, attempt: null, status: 'dead', answer: reason });
    } else if (plan === 'superseded') {
      const answer = 'resolved before it could be told';
      await settle(
        this.deps.db,
        { ...base, attempt: null, status: 'superseded', acceptedRevision: head.revision, answer },
        this.story(planned, now, `${head.target}: ${answer}`, 'superseded'),
      );
      this.observe(planned, 'superseded', answer, null);
    } else {
      await settle(
        this.deps.db,
        { ...base, attempt: null, status: 'delivered', acceptedRevision: head.revision, answer: 'nothing to change' },
        null,
      );
    }
  }

  private async bury(planned: Planned, reason: string, settlement: Settlement): Promise<void> {
    const { head } = planned;
    const { id: delivery, incident, target } = head;
    // The alarm first: a crash in between alarms twice rather than never.
    if (!isEvidence(head))
      await this.deps.report({ kind: 'delivery_dead', delivery, incident, target, reason: reason.slice(0, 300) });
    await settle(
      this.deps.db,
      settlement,
      this.story(planned, this.deps.clock.now(), `${target} will not take it: ${reason}`, 'dead'),
    );
    this.observe(planned, 'dead', reason, null);
  }

  private async reportIfBroken({ head }: Planned, error: DeliveryError): Promise<void> {
    const now = this.deps.clock.now();
    const known = this.failing.get(head.target);
    // What failed once hours ago and was not tried since is no trouble that lasts.
    const state = known && now - known.lastAt < FORGOTTEN_MS ? known : { since: now, lastAt: now, reportedAt: null };
    state.lastAt = now;
    this.failing.set(head.target, state);
    if (!isBroken(error, now - state.since)) return;
    if (state.reportedAt !== null && now - state.reportedAt < REPORT_AGAIN_MS) return;
    state.reportedAt = now;
    const { incident, target } = head;
    await this.deps.report({ kind: 'receiver_broken', target, incident, reason: error.message.slice(0, 300) });
  }

  private story(planned: Planned, now: Instant, text: string, outcome: string): TimelineRow {
    const { head, attempt } = planned;
    return {
      id: `s${String(head.id).padStart(12, '0')}.${head.revision}.${attempt.action}.${attempt.opening}.${outcome}`,
      incident: head.incident,
      at: now,
      recordedAt: now,
      clockSource: 'received',
      type: 'delivery',
      actor: head.target,
      source: head.notifier,
      text,
      data: { delivery: head.id, action: typeof planned.plan === 'object' ? planned.plan.action : null, outcome },
    };
  }

  private observe(planned: Planned, outcome: Observed['outcome'], detail: string, latencyMs: number | null): void {
    const action = typeof planned.plan === 'object' ? planned.plan.action : planned.plan;
    this.deps.observe({ outcome, planned, action, detail, latencyMs });
  }
}

/** The revision that the other side shows of it by now. */
function shownRevision({ head, attempt }: Planned, { isEarlier, againMs }: Receipt): number {
  if (isEarlier) return attempt.revision ?? 0;
  return againMs === undefined ? head.revision : head.acceptedRevision;
}

/** The end of an opening that may or may not stand over there: until that end is accepted, nothing has become certain. */
function isStillInDoubt({ head, attempt }: Planned): boolean {
  return attempt.action === 'resolve' && openingInDoubt(head.accepted, attempt) !== null;
}

function asDeliveryError(thrown: unknown): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DeliveryError(`unexpected: ${message}`, { reason: 'other', retryable: true, unknown: true, cause: thrown });
}
