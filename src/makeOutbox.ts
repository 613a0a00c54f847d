import type { Instant } from './alert/timestamp.ts';
import type { Clock } from './clock.ts';
import type { Entrance } from './engine/entrance.ts';
import { isGone } from './engine/holder.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { observeDelivery } from './observe.ts';
import { SupersededDigest } from './outbox/digest.ts';
import { OutboxLoop } from './outbox/loop.ts';
import { Outcomes } from './outbox/outcomes.ts';
import type { LiveTargets } from './outbox/targets.ts';
import { OutboxWorker, type WorkerDeps } from './outbox/worker.ts';
import type { FirstSends } from './pipeline/firstSends.ts';
import type { Database } from './store/database.ts';
import { claimants, expireClaims, nextDeliveryDue } from './store/outboxRows.ts';
import type { Wake } from './wake.ts';

export interface OutboxParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly entrance: Entrance;
  readonly holder: string;
  readonly isAlone: boolean;
  readonly installation: string;
  readonly wake: Wake;
  readonly random: () => number;
  readonly targets: () => LiveTargets;
  readonly isCurrent: () => Promise<boolean>;
  readonly urlOf: (incident: number) => string | null;
  readonly pointers: NonNullable<WorkerDeps['pointers']>;
}

/** Everything below the waterline, as the app drives it. */
export interface Outbox {
  /** Takes up what a process that is gone has left under way: at once, at the start, and then every few seconds. */
  takeOver(): Promise<void>;
  run(): Promise<void>;
  stop(): void;
  /** Sends what is due and waits for the answers; false when nothing was. */
  turn(): Promise<boolean>;
  nextDue(now: Instant): Promise<Instant | null>;
  readonly firstSends: FirstSends;
}

export function makeOutbox(parts: OutboxParts): Outbox {
  const { db, clock, log, metrics, entrance, holder, installation, wake, random, targets, isCurrent, urlOf, pointers } = parts;
  const digest = new SupersededDigest(clock);
  const outcomes = new Outcomes({
    db,
    clock,
    random,
    worker: holder,
    report: async (report) => void (await entrance.tell(report)),
    observe: (seen) => {
      observeDelivery(metrics, log, seen);
      const { head } = seen.planned;
      if (seen.outcome === 'superseded' && head.kind === 'state') digest.add(head.target, head.incident);
    },
  });
  const onError = (err: unknown): void =>
    log.error({ err }, 'a delivery could not be settled; it is looked at again when its claim runs out');
  const ring = (): void => wake.ring();
  const worker = new OutboxWorker({
    db,
    clock,
    name: holder,
    installation,
    targets,
    isCurrent,
    urlOf,
    pointers,
    outcomes,
    ring,
    onError,
  });
  const flush = async (): Promise<number> => {
    const due = digest.takeDue();
    for (const list of due) await entrance.tell({ kind: 'deliveries_superseded', ...list });
    return due.length;
  };
  const loop = new OutboxLoop({
    worker,
    db,
    clock,
    wake,
    beforeTurn: flush,
    onError: (err) => log.error({ err }, 'delivering failed; it is tried again'),
  });
  const takeOver = async (): Promise<void> => {
    for (const name of await claimants(db)) {
      if (name === holder || !(parts.isAlone || (await isGone(name)))) continue;
      await expireClaims(db, name);
      ring();
    }
  };
  return {
    takeOver,
    firstSends: {
      claim: (fresh) => worker.claimFirst(fresh),
      begin: () => worker.beginFirst(),
      forget: () => worker.forgetFirst(),
    },
    run: () => loop.run(),
    stop: () => loop.stop(),
    turn: async () => {
      const wasBusy = worker.isBusy;
      const flushed = await flush();
      const begun = await worker.begin();
      await worker.idle();
      return wasBusy || flushed + begun > 0;
    },
    nextDue: async (now) => {
      const dues = [await nextDeliveryDue(db), digest.nextDue(now)].filter((due) => due !== null);
      if (dues.length === 0) return null;
      const due = Math.min(...dues);
      return due > now ? due : now + (worker.nextRoomMs() ?? 0);
    },
  };
}
