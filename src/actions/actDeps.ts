import type { Clock } from '../clock.ts';
import type { EntryContent } from '../pipeline/entry.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import type { Database } from '../store/database.ts';

/** What acts stand on, whatever surface they come from. */
export interface ActDeps {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** What decisions are made by, in the configuration in force. */
  readonly policy: () => PolicySource;
  /** Puts an entry into the journal and waits up to two seconds for its effect. */
  readonly submit: (
    content: EntryContent,
    correlationId?: string,
  ) => Promise<{ readonly entry: string; readonly decided: boolean }>;
}
