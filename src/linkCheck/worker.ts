import type { Instant } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { AllowList } from '../pipeline/enrich/guard/allowList.ts';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from '../store/database.ts';
import { claimLinks, type DueLink, settleLink, wantLinks } from '../store/linkChecks.ts';
import { LINKS_KEPT_MS, type LinkBook, MOST_LINKS } from './linkBook.ts';
import { nextCheck } from './nextCheck.ts';

const LOOK_FOR_LINKS_EVERY_MS = 5 * 60_000;
const MOST_AT_ONCE = 16;
/** Longer than {@link MOST_AT_ONCE} links of one host may take, one after the other. */
const CLAIM_MS = 180_000;

/** What is looked at, by the configuration in force; null: nothing is. */
export interface LinkChecking {
  readonly everyMs: number;
  readonly allow: AllowList;
  /** The links that rules and the configuration lead to. */
  readonly wanted: () => Promise<readonly string[]>;
  readonly redact: (text: string) => Redacted;
}

export interface LinkCheckDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly checking: () => LinkChecking | null;
  readonly check: (url: string, options: { allow: AllowList; now: Instant; signal: AbortSignal }) => Promise<LinkHealth>;
  readonly book: LinkBook;
  /** What is said of a link has changed. */
  readonly observe: (changed: {
    readonly url: string;
    readonly before: LinkHealth['status'] | null;
    readonly now: LinkHealth;
  }) => void;
  readonly onError: (error: unknown) => void;
}

/** Looks at the links of runbooks, now and then, so that a bad one is known before somebody needs it. */
export class LinkCheckWorker {
  private readonly deps: LinkCheckDeps;
  private readonly stopping = new AbortController();
  private underWay: Promise<void> = Promise.resolve();
  private isUnderWay = false;
  private lookedForLinksAt: Instant | null = null;

  constructor(deps: LinkCheckDeps) {
    this.deps = deps;
  }

  /** Begins with what is due, unless it is at it; answers how many links. */
  async begin(): Promise<number> {
    const { db, clock, checking, book, onError } = this.deps;
    if (this.isUnderWay || this.stopping.signal.aborted) return 0;
    const settings = checking();
    if (settings === null) {
      book.forget();
      this.lookedForLinksAt = null;
      return 0;
    }
    const now = clock.now();
    if (this.isTimeForLinks(now)) {
      await wantLinks(db, (await settings.wanted()).slice(0, MOST_LINKS), now);
      this.lookedForLinksAt = now;
    }
    const times = { now, until: now + CLAIM_MS, wantedSince: now - LINKS_KEPT_MS };
    const due = await claimLinks(db, { ...times, limit: MOST_AT_ONCE });
    if (due.length === 0) {
      await book.read(db, now, false);
      return 0;
    }
    this.isUnderWay = true;
    this.underWay = this.lookAt(due, settings)
      .then(() => book.read(db, clock.now(), true))
      .catch(onError)
      .finally(() => {
        this.isUnderWay = false;
      });
    return due.length;
  }

  async idle(): Promise<void> {
    await this.underWay;
  }

  /** What is under way is cut off. */
  stop(): void {
    this.stopping.abort();
  }

  private isTimeForLinks(now: Instant): boolean {
    const last = this.lookedForLinksAt;
    return last === null || now < last || now - last >= LOOK_FOR_LINKS_EVERY_MS;
  }

  /** Hosts side by side, the links of one host one after the other. */
  private async lookAt(due: readonly DueLink[], settings: LinkChecking): Promise<void> {
    const byHost = new Map<string, DueLink[]>();
    for (const link of due) {
      const { host } = new URL(link.url);
      byHost.set(host, [...(byHost.get(host) ?? []), link]);
    }
    await Promise.all(
      [...byHost.values()].map(async (links) => {
        for (const link of links) await this.lookAtOne(link, settings);
      }),
    );
  }

  private async lookAtOne(link: DueLink, { allow, everyMs, redact }: LinkChecking): Promise<void> {
    const { db, clock, check, observe, onError } = this.deps;
    const { signal } = this.stopping;
    try {
      signal.throwIfAborted();
      const seen = await check(link.url, { allow, now: clock.now(), signal });
      const { isSaid, ...next } = nextCheck(link, seen, everyMs);
      const said = { ...seen, because: redact(seen.because) };
      await settleLink(db, link.url, { ...next, seen: isSaid ? said : null });
      if (isSaid && (link.status ?? 'ok') !== seen.status) observe({ url: link.url, before: link.status, now: said });
    } catch (error) {
      // Cut off, not answered: whoever takes it up next looks again.
      if (!signal.aborted) onError(error);
    }
  }
}
