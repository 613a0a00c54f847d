import type { Decisions } from '../pipeline/decision.ts';
import type { Silence } from '../silence/silence.ts';
import type { Database } from '../store/database.ts';
import type { EngineRow } from '../store/engineRow.ts';
import { readLiveSilences } from '../store/readSilences.ts';

/**
 * The silences as the engine's row last knew them changed: hundreds of them are not read with every batch. The same list is given
 * until one changes, which is what spares compiling them.
 */
export class SilenceCache {
  private known: { readonly at: number; readonly silences: readonly Silence[] } | null = null;

  /** `row` is locked by the transaction that asks. */
  async load(tx: Database, { silencesAt }: EngineRow): Promise<readonly Silence[]> {
    if (this.known?.at === silencesAt) return this.known.silences;
    const silences = await readLiveSilences(tx);
    this.known = { at: silencesAt, silences };
    return silences;
  }

  /** What was decided with the list given last is committed. */
  settle({ silences, silencesAt }: Decisions): void {
    if (silencesAt === null || !this.known) return;
    const changed = new Map(silences.map((silence) => [silence.id, silence]));
    const others = this.known.silences.filter(({ id }) => !changed.has(id));
    this.known = { at: silencesAt, silences: [...others, ...silences.filter(({ endedAt }) => endedAt === null)] };
  }
}
