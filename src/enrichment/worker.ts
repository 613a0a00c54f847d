import type { Clock } from '../clock.ts';
import type { EntryContent } from '../pipeline/entry.ts';
import type { IncidentView } from '../pipeline/notify/notifier.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from '../store/database.ts';
import { claimRuns, type EvidenceRun, type FoundEvidence, finishRun } from '../store/evidenceRuns.ts';
import type { NewEntry } from '../store/journal.ts';
import { loadViews } from '../store/loadViews.ts';
import { type Asked, askSource } from './askSource.ts';
import { Breaker } from './breaker.ts';
import { evidenceText } from './evidenceText.ts';
import type { Looker } from './looker.ts';
import { subjectOf, type Window } from './subjectOf.ts';

const MOST_AT_ONCE = 4;
/** Longer than the slowest source may take. */
const CLAIM_MS = 120_000;

/** What is asked, by the configuration in force. */
export interface Lookers {
  readonly all: readonly Looker[];
  readonly window: Window;
  readonly redact: (text: string) => Redacted;
}

export interface EnrichmentDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** This process, as claims name it. */
  readonly name: string;
  readonly lookers: () => Lookers;
  /** An entry as the journal has it. */
  readonly entry: (content: EntryContent) => NewEntry;
  /** An entry has been written into the journal. */
  readonly committed: () => void;
  readonly observe: (asked: Asked) => void;
  readonly onError: (error: unknown) => void;
}

/** Looks evidence up for what people were told of, after they were told. */
export class EnrichmentWorker {
  private readonly deps: EnrichmentDeps;
  private readonly breaker = new Breaker();
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(deps: EnrichmentDeps) {
    this.deps = deps;
  }

  /** Begins what is due, as far as there is room; answers how many runs. */
  async begin(): Promise<number> {
    const { db, clock, name, lookers } = this.deps;
    const room = MOST_AT_ONCE - this.underWay.size;
    const { all } = lookers();
    if (room <= 0 || all.length === 0 || this.stopping.signal.aborted) return 0;
    const now = clock.now();
    const runs = await claimRuns(db, { worker: name, now, until: now + CLAIM_MS, limit: room });
    if (runs.length === 0) return 0;
    const views = await loadViews(
      db,
      runs.map(({ incident }) => incident),
      () => null,
    );
    for (const run of runs) {
      const view = views.get(run.incident);
      if (view) this.start(run, view);
    }
    return runs.length;
  }

  get isBusy(): boolean {
    return this.underWay.size > 0;
  }

  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** What is under way is cut off. */
  stop(): void {
    this.stopping.abort();
  }

  private start(run: EvidenceRun, view: IncidentView): void {
    const promise: Promise<void> = this.run(run, view)
      .catch(this.deps.onError)
      .finally(() => this.underWay.delete(promise));
    this.underWay.add(promise);
  }

  private async run(run: EvidenceRun, view: IncidentView): Promise<void> {
    const { db, clock, name, lookers, entry, committed, observe } = this.deps;
    const { all, window, redact } = lookers();
    const subject = subjectOf(view, clock.now(), window);
    const asking = { clock, breaker: this.breaker, stopped: this.stopping.signal, redact };
    const asked = await Promise.all(all.map((looker) => askSource(looker, subject, asking)));
    // Cut off, not answered: whoever takes it up next asks again.
    if (this.stopping.signal.aborted) return;
    asked.forEach(observe);
    const found = asked.map(({ outcome: _, ...each }, i): FoundEvidence => ({ ...each, ...run, id: idOf(run, i) }));
    const hasFiles = found.some(({ file }) => file !== null);
    const content: EntryContent = { kind: 'evidence', ...run, text: evidenceText(found), hasFiles };
    if (await finishRun(db, run, { worker: name, now: clock.now(), found, entry: entry(content) })) committed();
  }
}

function idOf({ incident, opening }: EvidenceRun, index: number): string {
  return `${incident}.${opening}.${String(index).padStart(2, '0')}`;
}
