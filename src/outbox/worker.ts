import type { Instant } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { FirstClaim, Fresh } from '../pipeline/firstSends.ts';
import type { IncidentView } from '../pipeline/notify/notifier.ts';
import type { Target } from '../pipeline/policy.ts';
import type { Database } from '../store/database.ts';
import { loadViews } from '../store/loadViews.ts';
import { claim, dueHeads, type Head } from '../store/outboxRows.ts';
import { accountKey } from './accountKey.ts';
import { attemptSend } from './attemptSend.ts';
import { Backlog } from './backlog.ts';
import { isEvidence } from './isEvidence.ts';
import { Limiter } from './limiter.ts';
import { openedView } from './openedView.ts';
import type { Outcomes } from './outcomes.ts';
import { type Planned, planFirst, planHead } from './planHead.ts';
import { pointedView } from './pointedView.ts';
import { sendOnce } from './sendOnce.ts';
import type { LiveTarget, LiveTargets } from './targets.ts';

/** A claim lasts longer than the longest send, so that a send under way is never begun again elsewhere. */
const CLAIM_MS = 30_000;
/** A send that has not begun so long after its claim does not begin: the claim may be somebody else's soon. */
const START_WITHIN_MS = 10_000;
/** Every send has ended by then, unless this process was stopped: what has not left the machine does not leave it any more. */
const LEAVE_WITHIN_MS = 22_000;
const MAX_IN_FLIGHT = 64;
const MAX_IN_FLIGHT_PER_ACCOUNT = 16;
/** Of these, what may be evidence: pages have the rest, however slow files and notes are. */
const EVIDENCE_IN_FLIGHT = 4;

export interface WorkerDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** This process, as claims name it. */
  readonly name: string;
  readonly installation: string;
  readonly targets: () => LiveTargets;
  /** Whether this process has the configuration that decides. */
  readonly isCurrent: () => Promise<boolean>;
  readonly urlOf: (incident: number) => string | null;
  /** Adds where a person looks first. Absent: what the alerts carry. */
  readonly pointers?: (incident: IncidentView) => Pick<IncidentView, 'runbooks' | 'links'>;
  readonly outcomes: Outcomes;
  /** A send has ended: there may be room, or a next one in its lane. */
  readonly ring: () => void;
  /** What went wrong with our own side of it: the database. */
  readonly onError: (error: unknown) => void;
}

/** Claims what is due, sends it, and settles it. Decides nothing. */
export class OutboxWorker {
  private readonly deps: WorkerDeps;
  private readonly limiter = new Limiter();
  private readonly underWay = new Set<Promise<void>>();
  private readonly backlog = new Backlog();
  /** Claimed with a decision that is not committed yet. */
  private readonly first: { planned: Planned; view: IncidentView; claimedAt: number }[] = [];

  constructor(deps: WorkerDeps) {
    this.deps = deps;
  }

  /** Begins every send that may begin now; answers how many there were. The sends go on by themselves: see {@link idle}. */
  async begin(): Promise<number> {
    const { db, clock } = this.deps;
    const room = MAX_IN_FLIGHT - this.underWay.size;
    if (room <= 0) return 0;
    const now = clock.now();
    const since = clock.monotonic();
    const busy = this.busyTargets();
    this.backlog.beginLooking(busy.map(accountKey));
    let left: Set<string> | undefined;
    try {
      const skip = busy.map(({ id }) => id);
      const heads = await dueHeads(db, now, skip, room);
      for (const { target } of heads) this.backlog.found(this.accountOf(target));
      const begun = await this.beginHeads(heads, now, since);
      // There may be more of any account.
      const more = heads.length === room ? [...this.deps.targets().values()].map(({ target }) => target) : [];
      left = new Set([...begun.left, ...[...busy, ...more].map(accountKey)]);
      return begun.count;
    } finally {
      this.backlog.endLooking(left);
    }
  }

  /** `now` and `since` are one moment, before the heads were read: from then on the claims run. */
  private async beginHeads(heads: readonly Head[], now: Instant, since: number): Promise<{ count: number; left: string[] }> {
    const planned = await Promise.all(heads.map((head) => this.plan(head, now)));
    const quiet = planned.filter(({ plan }) => typeof plan === 'string');
    for (const each of quiet) await this.deps.outcomes.withoutSending(each);
    const toSend = planned.filter((each) => typeof each.plan === 'object' && this.mayStart(each));
    // Pages need not wait their turn behind evidence.
    const left = planned.filter((each) => !toSend.includes(each) && !isEvidence(each.head));
    const count = quiet.length + (await this.sendAll(toSend, now, since));
    return { count, left: left.map(({ head }) => this.accountOf(head.target)) };
  }

  private accountOf(target: string): string {
    const live = this.deps.targets().get(target);
    return live ? accountKey(live.target) : target;
  }

  /**
   * Those of new deliveries that may begin at once, so that the engine's transaction claims them with what it decides: a round
   * trip and a commit less on the way to the page. They begin with {@link beginFirst}.
   */
  claimFirst(fresh: Fresh): readonly FirstClaim[] {
    const { clock, name, targets, urlOf } = this.deps;
    const now = clock.now();
    const opened = new Map(fresh.incidents.map((incident) => [incident.number, incident]));
    const worstFirst = [...fresh.deliveries].sort((a, b) => a.priority - b.priority || a.delivery - b.delivery);
    for (const row of worstFirst) {
      const incident = opened.get(row.incident);
      const planned = planFirst(row, targets(), now);
      if (!incident || !planned.live || typeof planned.plan !== 'object') continue;
      const view = openedView(incident, fresh.episodes, urlOf(row.incident));
      const account = accountKey(planned.live.target);
      // Whoever waits there may be worse off than what is new.
      const isFree = !this.backlog.has(account);
      const hasRoom = this.underWay.size + this.first.length < MAX_IN_FLIGHT;
      if (isFree && hasRoom && this.mayStart(planned)) this.first.push({ planned, view, claimedAt: clock.monotonic() });
      else this.backlog.mark(account);
    }
    return this.first.map(({ planned: { head, attempt } }) => ({
      delivery: head.id,
      worker: name,
      until: now + CLAIM_MS,
      attempt,
    }));
  }

  beginFirst(): number {
    const first = this.first.splice(0);
    for (const { planned, view, claimedAt } of first) this.start(planned, view, claimedAt);
    return first.length;
  }

  forgetFirst(): void {
    for (const { planned } of this.first.splice(0)) this.giveBack(planned);
  }

  /** A send is under way. */
  get isBusy(): boolean {
    return this.underWay.size > 0;
  }

  /** Resolves when no send is under way. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** How long until an account that holds something back takes the next send; null if none does. */
  nextRoomMs(): number | null {
    const now = this.deps.clock.monotonic();
    const waits = [...this.deps.targets().values()]
      .map(({ target, rate }) => this.limiter.waitMs(accountKey(target), rate, now))
      .filter((wait) => wait > 0);
    return waits.length > 0 ? Math.min(...waits) : null;
  }

  pause(live: LiveTarget, ms: number): void {
    this.limiter.pause(accountKey(live.target), live.rate, this.deps.clock.monotonic(), ms);
  }

  /** A target that is not known here may be one that another replica's newer configuration has: only who is current may say no. */
  private async plan(head: Head, now: Instant): Promise<Planned> {
    const planned = await planHead(this.deps.db, head, this.deps.targets(), now);
    if (planned.plan !== 'dead' || (await this.deps.isCurrent())) return planned;
    return { ...planned, plan: 'later' };
  }

  private async sendAll(planned: readonly Planned[], now: Instant, claimedAt: number): Promise<number> {
    if (planned.length === 0) return 0;
    const { db, name, urlOf } = this.deps;
    const heads = planned.map(({ head, attempt }) => ({
      id: head.id,
      revision: head.revision,
      attempts: head.attempts,
      accepted: head.acceptedRevision,
      attempt,
    }));
    const numbers = [...new Set(planned.map(({ head }) => head.incident))];
    const started = new Set<Planned>();
    try {
      const claimed = claim(db, heads, name, now, now + CLAIM_MS);
      const [mine, views] = await Promise.all([claimed, loadViews(db, numbers, urlOf)]);
      for (const each of planned) {
        const view = views.get(each.head.incident);
        if (!mine.has(each.head.id) || !view) continue;
        this.start(each, view, claimedAt);
        started.add(each);
      }
      return mine.size;
    } finally {
      // A place that is not given back, because the database failed, would be missing for ever.
      for (const each of planned) if (!started.has(each)) this.giveBack(each);
    }
  }

  private start(planned: Planned, view: IncidentView, claimedAt: number): void {
    const { clock, outcomes, installation, pointers, onError } = this.deps;
    const incident = pointedView(view, pointers, onError);
    const live = planned.live as LiveTarget;
    const send = async (): Promise<void> => {
      const age = (): number => clock.monotonic() - claimedAt;
      if (age() > START_WITHIN_MS) return;
      const mayLeave = (): boolean => age() <= LEAVE_WITHIN_MS;
      const result = await attemptSend(() => sendOnce(live.notifier, planned, { incident, installation, mayLeave }));
      if (result.ok) await outcomes.accepted(planned, result.receipt);
      else await outcomes.failed(planned, result.error, (ms) => this.pause(live, ms));
    };
    // What cannot be settled stays claimed until the claim runs out, and is then looked at as a send in doubt.
    const promise = send()
      .catch(this.deps.onError)
      .finally(() => {
        this.limiter.done(accountKey(live.target));
        this.underWay.delete(promise);
        this.deps.ring();
      });
    this.underWay.add(promise);
  }

  private giveBack({ live }: Planned): void {
    if (live) this.limiter.giveBack(accountKey(live.target));
  }

  /** Takes a token for it, if there is one. */
  private mayStart({ head, live }: Planned): boolean {
    if (!live) return false;
    const most = isEvidence(head) ? EVIDENCE_IN_FLIGHT : MAX_IN_FLIGHT_PER_ACCOUNT;
    const key = accountKey(live.target);
    const now = this.deps.clock.monotonic();
    if (this.limiter.waitMs(key, live.rate, now) > 0 || this.limiter.inFlight(key) >= most) return false;
    this.limiter.take(key, live.rate, now);
    return true;
  }

  private busyTargets(): Target[] {
    const now = this.deps.clock.monotonic();
    return [...this.deps.targets().values()]
      .filter(({ target, rate }) => {
        const key = accountKey(target);
        return this.limiter.waitMs(key, rate, now) > 0 || this.limiter.inFlight(key) >= MAX_IN_FLIGHT_PER_ACCOUNT;
      })
      .map(({ target }) => target);
  }
}
