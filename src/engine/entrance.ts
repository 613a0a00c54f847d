import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { EntryContent } from '../pipeline/entry.ts';
import type { Database } from '../store/database.ts';
import { entryId } from '../store/entryId.ts';
import { insertEntries, positionOf } from '../store/journal.ts';
import type { Decided } from './decided.ts';
import { JournalWriter } from './journalWriter.ts';

/** How long an act waits for its effect before it is answered 202. */
const ACT_WAITS_MS = 2_000;

/** The one way into the journal, for senders and for people alike. */
export interface Entrance {
  /** Resolves to the entry's id once it is committed; rejects with `unavailable` when that is not certain within a second. */
  append(entry: { kind: string; body: string; integration: string | null; correlationId: string }): Promise<string>;
  /** One of our own entries; nobody waits for its effect. */
  tell(content: EntryContent, correlationId?: string): Promise<string>;
  /** One of our own entries, and its effect: `decided` is false when that takes longer than two seconds. */
  submit(content: EntryContent, correlationId?: string): Promise<{ entry: string; decided: boolean }>;
}

export function openEntrance(deps: { db: Database; clock: Clock; decided: Decided; committed: () => void }): Entrance {
  const { db, clock, decided, committed } = deps;
  const writer = new JournalWriter(clock, (entries) => insertEntries(db, entries), committed);
  const append: Entrance['append'] = async (entry) => {
    const receivedAt = clock.now();
    const id = entryId(receivedAt);
    await writer.append({ ...entry, id, receivedAt });
    return id;
  };
  const tell: Entrance['tell'] = (content, correlationId = randomUUID()) => {
    const { kind, ...body } = content;
    return append({ kind, body: JSON.stringify(body), integration: null, correlationId });
  };
  return {
    append,
    tell,
    submit: async (content, correlationId) => {
      const entry = await tell(content, correlationId);
      const isDecided = async (): Promise<boolean> => (await positionOf(db, entry)) !== null;
      return { entry, decided: await decided.wait(entry, ACT_WAITS_MS, isDecided) };
    },
  };
}
