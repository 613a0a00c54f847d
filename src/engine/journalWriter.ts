import type { Clock } from '../clock.ts';
import { TocsinError } from '../errors.ts';
import type { NewEntry } from '../store/journal.ts';

/** A sender must have its answer within a second; what is not committed by then is refused, and sent again. */
const COMMIT_WITHIN_MS = 900;
/** A large body takes its time to write, whatever the load: so many characters are given another millisecond. */
const CHARACTERS_A_MS = 10_000;
/** A commit that takes longer than any should is on a connection that is dead: the next ones do not wait for it. */
const GIVE_UP_MS = 5_000;
const MAX_ROWS = 500;
/** Senders that come together come again together: after a shared commit the next one waits so long for company. */
const GATHER_MS = 2;
const MAX_BYTES = 8 * 1024 * 1024;

interface Waiting {
  readonly entry: NewEntry;
  readonly deadline: number;
  readonly done: (error: TocsinError | null) => void;
}

/**
 * Takes entries from any number of requests and commits them together: while one transaction is under way, what arrives
 * gathers for the next.
 */
export class JournalWriter {
  private queue: Waiting[] = [];
  private inFlight: Waiting[] = [];
  private watch: NodeJS.Timeout | null = null;
  private readonly insert: (entries: readonly NewEntry[]) => Promise<void>;
  private readonly committed: () => void;
  private readonly clock: Clock;

  constructor(clock: Clock, insert: (entries: readonly NewEntry[]) => Promise<void>, committed: () => void) {
    this.clock = clock;
    this.insert = insert;
    this.committed = committed;
  }

  /** Resolves when the entry is committed; rejects with `unavailable` when that is not known within the time. */
  append(entry: NewEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: TocsinError | null): void => (error ? reject(error) : resolve());
      this.queue.push({ entry, deadline: this.clock.monotonic() + COMMIT_WITHIN_MS + entry.body.length / CHARACTERS_A_MS, done });
      this.watch ??= setInterval(() => this.refuseLate(), 100);
      if (this.inFlight.length === 0) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      this.inFlight = this.takeBatch();
      let failure: TocsinError | null = null;
      try {
        await withinTime(this.insert(this.inFlight.map(({ entry }) => entry)), this.patience());
      } catch (error) {
        failure = unavailable(error);
      }
      const batch = this.inFlight;
      for (const { done } of batch) done(failure);
      if (!failure) this.committed();
      if (batch.length > 1 && this.queue.length < batch.length) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      this.inFlight = [];
    }
    if (this.watch) clearInterval(this.watch);
    this.watch = null;
  }

  /** How long the commit under way may take before the next one is begun without it. */
  private patience(): number {
    const bytes = this.inFlight.reduce((sum, { entry }) => sum + entry.body.length, 0);
    return GIVE_UP_MS + bytes / CHARACTERS_A_MS;
  }

  private takeBatch(): Waiting[] {
    let bytes = 0;
    let rows = 0;
    for (const { entry } of this.queue) {
      bytes += entry.body.length;
      if (rows > 0 && (rows >= MAX_ROWS || bytes > MAX_BYTES)) break;
      rows += 1;
    }
    return this.queue.splice(0, rows);
  }

  private refuseLate(): void {
    const now = this.clock.monotonic();
    const late = unavailable('the database has not answered in time');
    for (const waiting of this.inFlight) if (waiting.deadline < now) waiting.done(late);
    this.queue = this.queue.filter((waiting) => {
      if (waiting.deadline >= now) return true;
      waiting.done(late);
      return false;
    });
  }
}

function unavailable(cause: unknown): TocsinError {
  const text = typeof cause === 'string' ? cause : 'the database did not take it';
  return new TocsinError('unavailable', `${text}: nothing was stored for certain, send it again`, { cause });
}

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database has not answered')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
