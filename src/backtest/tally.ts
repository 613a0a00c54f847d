import { alertKey, alertName } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Decisions } from '../pipeline/decision.ts';
import type { Entry } from '../pipeline/entry.ts';
import { type Counts, count, type LedgerWord } from '../pipeline/ledger.ts';
import type { Page } from './page.ts';
import type { Telling } from './tellings.ts';

/** How often a rule's alerts began to fire, and how many pages told of them. */
export interface RuleCount {
  episodes: number;
  pages: number;
}

/** How many pages a receiver got, and how often it was told of something at low urgency. */
export interface ReceiverCount {
  pages: number;
  low: number;
}

/** Adds up what a replay decides. */
export class Tally {
  readonly counts: Counts = {};
  readonly pages: Page[] = [];
  readonly rules = new Map<string, RuleCount>();
  /** Those that were told at all. */
  readonly receivers = new Map<string, ReceiverCount>();
  readonly integrations = new Set<string>();
  webhooks = 0;
  rejected = 0;
  begun: Instant | null = null;
  ended: Instant | null = null;
  /** The newest start seen of each alert. */
  private readonly starts = new Map<string, string>();

  add(entry: Entry, made: Decisions, told: readonly Telling[], pages: readonly Page[]): void {
    this.begun ??= entry.at;
    this.ended = entry.at;
    for (const { counts } of made.stamps) {
      for (const word in counts) count(this.counts, word as LedgerWord, counts[word]);
    }
    if (entry.kind === 'webhook') {
      this.webhooks += 1;
      this.integrations.add(entry.integration);
    }
    this.rejected += made.rejected.length;
    for (const episode of made.episodes) {
      const key = alertKey(episode);
      if (this.starts.get(key) === episode.startsAt) continue;
      this.starts.set(key, episode.startsAt);
      this.rule(alertName(episode.labels)).episodes += 1;
    }
    for (const { urgency, receivers } of told) if (urgency === 'low') for (const name of receivers) this.receiver(name).low += 1;
    for (const page of pages) {
      this.pages.push(page);
      for (const name of page.receivers) this.receiver(name).pages += 1;
      for (const name of page.rules) this.rule(name).pages += 1;
    }
  }

  /** What the ledger is off by: 0 where every alert received is accounted for. */
  get imbalance(): number {
    const { received = 0, ...others } = this.counts;
    return Object.values(others).reduce((left, by) => left - by, received);
  }

  private receiver(name: string): ReceiverCount {
    const known = this.receivers.get(name) ?? { pages: 0, low: 0 };
    this.receivers.set(name, known);
    return known;
  }

  private rule(name: string): RuleCount {
    const known = this.rules.get(name);
    if (known) return known;
    const fresh = { episodes: 0, pages: 0 };
    this.rules.set(name, fresh);
    return fresh;
  }
}
