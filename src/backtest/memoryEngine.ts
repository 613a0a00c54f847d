import { alertKey } from '../alert/alert.ts';
import { sameLabels } from '../alert/sameLabels.ts';
import type { Instant } from '../alert/timestamp.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import { decideFully } from '../pipeline/decideFully.ts';
import type { Decisions, Timer } from '../pipeline/decision.ts';
import type { Entry, EntryContent } from '../pipeline/entry.ts';
import { NO_POLICY } from '../pipeline/noPolicy.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { type AsKnown, type JournalRow, readEntry } from '../pipeline/readEntry.ts';
import { MemoryStore } from './memoryStore.ts';
import { SaidBefore } from './saidBefore.ts';

/** Decides entries as `engine/` does, one at a time, with a `MemoryStore` in place of the database. */
export class MemoryEngine {
  readonly store = new MemoryStore();
  /** What webhooks are read by; null before the first policy. */
  policy: Policy | null = null;
  position = 0;
  decidedAt: Instant = 0;
  /** A body of Alertmanager's says the same whenever it comes. */
  private readonly said = new SaidBefore();

  /** Gives a content the next position and decides it at `at`, or at the last entry's time where that is later. */
  take(content: EntryContent, id: string, at: Instant, onDecided: (entry: Entry, made: Decisions) => void): void {
    const place = { id, correlationId: id, position: this.position + 1, at: Math.max(at, this.decidedAt) };
    const entry: Entry = Object.assign(place, content);
    onDecided(entry, this.decide(entry));
  }

  /** What a row of a journal says by the policy of now. */
  read(row: JournalRow): EntryContent {
    if (row.kind !== 'webhook/alertmanager' || row.error) return readEntry(row, this.policy, this.asKnown);
    const known = this.said.get(row.integration ?? '', row.body);
    if (known) return known;
    const content = readEntry(row, this.policy, this.asKnown);
    this.said.add(row.body, content);
    return content;
  }

  /** Most alerts are said again word for word. */
  private readonly asKnown: AsKnown = (alert) => {
    const last = this.store.episodes.get(alertKey(alert));
    if (!last) return;
    if (sameLabels(alert.labels, last.labels)) alert.labels = last.labels;
    if (sameLabels(alert.annotations, last.annotations)) alert.annotations = last.annotations;
  };

  /** Decides an entry that has its place. The decisions are applied when this returns. */
  decide(entry: Entry): Decisions {
    const due = entry.kind === 'clock_step' ? [] : this.due(entry.at);
    const rules = this.policy ?? NO_POLICY;
    const made = decideFully([entry], (whole) => this.store.facts([entry], due, whole), rules);
    this.store.apply(made);
    if (entry.kind === 'policy') this.judgeBy(entry.policy);
    this.position = entry.position;
    this.decidedAt = entry.at;
    return made;
  }

  private judgeBy(policy: PolicySource): void {
    this.policy = compilePolicy(policy);
    this.said.forget();
  }

  /** The timers that would fire before an entry at `until`, at most what one batch takes. */
  due(until: Instant): Timer[] {
    return this.store.timers.due(Math.max(until, this.decidedAt), BOUNDS.timers);
  }
}
