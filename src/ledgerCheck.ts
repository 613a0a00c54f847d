import type { Instant } from './alert/timestamp.ts';
import type { EntryContent } from './pipeline/entry.ts';
import type { Database } from './store/database.ts';
import { type Imbalance, readImbalances, readPositions } from './store/readLedger.ts';

/** How long an imbalance is shown, and how far a process that begins to decide looks back. */
const LOOKS_BACK_MS = 3_600_000;
/** So many stamps are looked at in one statement. */
const BITE = 5_000;
const TOLD_AT_ONCE = 10;

/**
 * Looks once at every stamp, in the order of their positions: an alert that was received and of which nothing became would be
 * lost without anybody knowing. Each entry must add up by itself, so every window of entries does.
 */
export class LedgerCheck {
  private checked: number | null = null;
  private found: Imbalance[] = [];

  /**
   * What was decided since the last time. Tells of what does not add up, and answers by how many alerts the last hour does not.
   * What could not be told is looked at again.
   */
  async run(db: Database, now: Instant, tell: (alarm: EntryContent) => Promise<unknown>): Promise<number> {
    const { first, last } = await readPositions(db, now - LOOKS_BACK_MS);
    const fresh: Imbalance[] = [];
    let after = this.checked ?? first - 1;
    while (after < last && fresh.length < TOLD_AT_ONCE) {
      const upTo = Math.min(after + BITE, last);
      const bad = await readImbalances(db, after, upTo, TOLD_AT_ONCE);
      fresh.push(...bad);
      // Where there are more of them than were asked for, the next run goes on behind the last one.
      after = bad.length === TOLD_AT_ONCE ? (bad.at(-1)?.position ?? upTo) : upTo;
    }
    if (fresh.length > 0) await tell(alarmOf(fresh));
    this.checked = after;
    this.found = [...this.found, ...fresh].filter(({ decidedAt }) => decidedAt > now - LOOKS_BACK_MS);
    return this.found.reduce((sum, { off }) => sum + Math.abs(off), 0);
  }

  /** Another process decides: it looks. */
  forget(): void {
    this.checked = null;
    this.found = [];
  }
}

function alarmOf(bad: readonly Imbalance[]): EntryContent {
  const times = bad.map(({ decidedAt }) => decidedAt);
  return {
    kind: 'ledger_imbalance',
    from: Math.min(...times),
    to: Math.max(...times),
    positions: bad.map(({ position }) => position),
    off: bad.reduce((sum, { off }) => sum + Math.abs(off), 0),
  };
}
