import type { Instant } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import type { Decisions, Timer } from '../pipeline/decision.ts';
import type { Entry, EntryContent } from '../pipeline/entry.ts';
import type { FirstSends } from '../pipeline/firstSends.ts';
import { readEntry } from '../pipeline/readEntry.ts';
import type { Database } from '../store/database.ts';
import { type EngineRow, lockEngineRow, readEngineRow, readPolicy } from '../store/engineRow.ts';
import { entryId } from '../store/entryId.ts';
import { insertEntries, type UndecidedRow, undecidedEntries, undecidedPolicy } from '../store/journal.ts';
import { incidentsToRejudge, loadDueTimers, nextTimerDue, nextWork } from '../store/loadFacts.ts';
import { decideBatch } from './decideBatch.ts';
import { isBadData } from './isBadData.ts';
import { LostLease } from './lostLease.ts';
import { SilenceCache } from './silenceCache.ts';

/** A batch aims at 50 ms of deciding: the bounds below move to keep it there. */
const BATCH_MS = 50;
const MAX_ROWS = 400;
/** After so few entries it is asked whether more wait, which is cheaper than a step that finds nothing. */
const FEW = 3;
const REJUDGED_AT_ONCE = 20;
const MIN_BYTES = 32 * 1024;
const MAX_BYTES = 2 * 1024 * 1024;
/** A clock that went back by more than this while nobody decided was set by somebody. */
const CLOCK_STEP_MS = 60_000;

export interface StepResult {
  /** There is, or may be, more to do at once. */
  readonly more: boolean;
  /** When the next timer is due, null if there is none (or if there is more to do, when it is not looked up). */
  readonly nextDue: Instant | null;
}

export interface EngineDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly version: string;
  /** Called after each commit; so many sends have begun with it. */
  readonly onDecided: (decisions: Decisions, begun: number) => void;
  readonly firstSends?: FirstSends;
  /** Called for what an operator must see: an entry that could not be decided. */
  readonly onUnreadable: (entry: { id: string; error: string }) => void;
}

/**
 * Gives waiting entries their position and logical time and decides them, a batch a transaction, as long as the lease that
 * `token` stands for is held. Not for several callers at once: `loop.ts` calls it.
 */
export class Engine {
  private readonly deps: EngineDeps;
  private readonly silences = new SilenceCache();
  private policy: { hash: string; policy: Policy } | null = null;
  private maxBytes = 256 * 1024;
  private maxRows = MAX_ROWS;
  /** Incidents up to this number have been looked at with the newest policy; null: all. */
  private rejudgeAfter: number | null = null;
  /** Entries that the database refused, and what it said: decided as unreadable. */
  private readonly refused = new Map<string, string>();

  constructor(deps: EngineDeps) {
    this.deps = deps;
  }

  /** Says in the journal that an engine starts, and that the clock was set back since the last one, if it was. */
  async begin(token: number): Promise<void> {
    const { clock, version } = this.deps;
    const { decidedAt } = await readEngineRow(this.deps.db);
    const byMs = clock.now() - decidedAt;
    if (byMs < -CLOCK_STEP_MS) await this.decideOwn(token, { kind: 'clock_step', byMs }, decidedAt + byMs);
    await this.decideOwn(token, { kind: 'engine_started', version, startedAt: clock.now() }, null);
    this.rejudgeAfter = 0;
  }

  /** Decides one batch. */
  async step(token: number): Promise<StepResult> {
    const started = this.deps.clock.monotonic();
    let tried: readonly UndecidedRow[] = [];
    try {
      const { made, begun } = await this.committed(async (tx) => {
        const now = this.deps.clock.now();
        // One round trip: the lock comes first on the connection, and what follows it sees what it protects.
        const [row, due, waiting] = await Promise.all([
          this.lock(tx, token),
          loadDueTimers(tx, now),
          undecidedEntries(tx, this.maxRows, this.maxBytes),
        ]);
        const at = Math.max(row.decidedAt, now);
        const policy = await this.policyOf(tx, row);
        if (due.length === BOUNDS.timers)
          return this.tick(tx, row, Math.max(row.decidedAt, due.at(-1)?.dueAt ?? at), policy, due);
        tried = policy ? waiting : await undecidedPolicy(tx);
        if (tried.length > 0)
          return decideBatch(tx, row, this.place(tried, row, at, policy), policy, due, this.claimFirst, this.silences);
        return due.length > 0 ? this.tick(tx, row, at, policy, due) : null;
      });
      const rejudging = this.rejudgeAfter !== null;
      if (rejudging) await this.rejudge(token);
      if (!made) return { more: rejudging, nextDue: rejudging ? null : await nextTimerDue(this.deps.db) };
      this.adapt(this.deps.clock.monotonic() - started);
      this.settled(made, begun);
      if (tried[0]?.kind === 'policy') this.rejudgeAfter = 0;
      if (made.stamps.length > FEW || this.rejudgeAfter !== null) return { more: true, nextDue: null };
      return await nextWork(this.deps.db);
    } catch (error) {
      if (this.setAside(tried, error)) return { more: true, nextDue: null };
      throw error;
    }
  }

  private async decideOwn(token: number, content: EntryContent, at: Instant | null): Promise<void> {
    const { made, begun } = await this.committed(async (tx) => {
      const row = await this.lock(tx, token);
      const policy = await this.policyOf(tx, row);
      const due = content.kind === 'clock_step' ? [] : await loadDueTimers(tx, this.deps.clock.now());
      // What is overdue in such numbers is fired by ticks of its own, afterwards.
      const now = due.length === BOUNDS.timers ? row.decidedAt : Math.max(row.decidedAt, this.deps.clock.now());
      return this.insertAndDecide(tx, row, content, at ?? now, policy);
    });
    this.settled(made, begun);
  }

  /** One bite of the incidents that a new policy (or a policy decided before a crash) may tell somebody of. */
  private async rejudge(token: number): Promise<void> {
    if (this.rejudgeAfter === null) return;
    const incidents = await incidentsToRejudge(this.deps.db, this.rejudgeAfter, REJUDGED_AT_ONCE);
    const last = incidents.at(-1);
    if (last !== undefined) await this.decideOwn(token, { kind: 'rejudge', incidents }, null);
    this.rejudgeAfter = last ?? null;
  }

  private tick(tx: Database, row: EngineRow, at: Instant, policy: Policy | null, due: readonly Timer[]): Promise<Decisions> {
    return this.insertAndDecide(tx, row, { kind: 'tick' }, at, policy, due);
  }

  private async insertAndDecide(
    tx: Database,
    row: EngineRow,
    content: EntryContent,
    at: Instant,
    policy: Policy | null,
    due?: readonly Timer[],
  ): Promise<Decisions> {
    const { kind, ...body } = content;
    const id = entryId(at);
    const common = { id, correlationId: id };
    await insertEntries(tx, [{ ...common, kind, receivedAt: at, integration: null, body: JSON.stringify(body) }]);
    return decideBatch(
      tx,
      row,
      [{ ...content, ...common, position: row.position + 1, at }],
      policy,
      due,
      this.claimFirst,
      this.silences,
    );
  }

  private readonly claimFirst: FirstSends['claim'] = (fresh) => this.deps.firstSends?.claim(fresh) ?? [];

  private async committed<T>(work: (tx: Database) => Promise<T>): Promise<{ made: T; begun: number }> {
    try {
      const made = await this.deps.db.transaction(work);
      return { made, begun: this.deps.firstSends?.begin() ?? 0 };
    } catch (error) {
      this.deps.firstSends?.forget();
      throw error;
    }
  }

  private async lock(tx: Database, token: number): Promise<EngineRow> {
    const row = await lockEngineRow(tx, token);
    if (!row) throw new LostLease('another replica decides by now');
    return row;
  }

  private async policyOf(tx: Database, row: EngineRow): Promise<Policy | null> {
    if (row.policyHash === null) return null;
    if (this.policy?.hash === row.policyHash) return this.policy.policy;
    const source = await readPolicy(tx);
    if (!source) return null;
    this.policy = { hash: row.policyHash, policy: compilePolicy(source) };
    return this.policy.policy;
  }

  private place(rows: readonly UndecidedRow[], row: EngineRow, at: Instant, policy: Policy | null): Entry[] {
    return rows.map((waiting, index) => {
      const content = readEntry({ ...waiting, error: this.refused.get(waiting.id) ?? null }, policy);
      if (content.kind === 'unreadable') this.deps.onUnreadable({ id: waiting.id, error: content.error });
      const { id, correlationId } = waiting;
      return { ...content, id, correlationId, position: row.position + 1 + index, at };
    });
  }

  private settled(made: Decisions, begun: number): void {
    for (const { id } of made.stamps) this.refused.delete(id);
    this.silences.settle(made);
    this.maxRows = MAX_ROWS;
    this.deps.onDecided(made, begun);
  }

  /** Short batches keep whoever waits for an entry from waiting long. */
  private adapt(tookMs: number): void {
    if (tookMs > BATCH_MS) this.maxBytes = Math.max(MIN_BYTES, this.maxBytes / 2);
    else if (tookMs < BATCH_MS / 2) this.maxBytes = Math.min(MAX_BYTES, this.maxBytes * 1.25);
  }

  /**
   * Data that the database will never take must not stop the engine: alone at first, to find which entry it is, then as
   * unreadable. True if it is worth trying again at once.
   */
  private setAside(tried: readonly UndecidedRow[], error: unknown): boolean {
    const [first] = tried;
    // Set aside already, and still it fails: something else is wrong, which must be seen.
    if (error instanceof LostLease || !first || !isBadData(error) || this.refused.has(first.id)) return false;
    if (tried.length > 1) this.maxRows = 1;
    else this.refused.set(first.id, error instanceof Error ? error.message.slice(0, 500) : String(error));
    return true;
  }
}
