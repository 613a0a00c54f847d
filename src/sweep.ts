import type { Instant } from './alert/timestamp.ts';
import type { Logger } from './log.ts';
import { isFaded } from './pipeline/isFaded.ts';
import type { Database } from './store/database.ts';
import { sweepLinks } from './store/linkChecks.ts';
import { sweepEvidence } from './store/sweepEvidence.ts';
import { sweepMemory } from './store/sweepMemory.ts';
import { sweepRecords } from './store/sweepRecords.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const BITE = 500;
/** A clock that is set back finds what it would still recall. */
const CLOCK_MS = DAY_MS;
const SILENCES_KEPT_MS = 90 * DAY_MS;
const CHANGES_KEPT_MS = 730 * DAY_MS;
const LINKS_KEPT_MS = 30 * DAY_MS;
const EVIDENCE_KEPT_MS = 730 * DAY_MS;

/**
 * Deletes, once an hour and in small bites, what no decision can read any more and nobody is going to ask for: what rules have
 * forgotten, silences that ended long ago, changes and evidence of the year before last.
 */
export class Sweep {
  private lastAt: Instant | null = null;
  /** Behind which key of the rules' memory this round goes on; null: it is through. */
  private after: string | null = null;

  /** One bite, where something is due. */
  async run(db: Database, now: Instant, log: Logger): Promise<void> {
    if (this.after === null) {
      if (this.lastAt !== null && now - this.lastAt < EVERY_MS && now >= this.lastAt) return;
      this.lastAt = now;
      this.after = '';
    }
    const memory = await sweepMemory(db, this.after, BITE, ({ key, value }) => isFaded(key, value, now - CLOCK_MS));
    this.after = memory.next;
    const before = { silencesBefore: now - SILENCES_KEPT_MS, changesBefore: now - CHANGES_KEPT_MS };
    const { silences, changes } = await sweepRecords(db, before, BITE);
    const evidence = await sweepEvidence(db, now - EVIDENCE_KEPT_MS, BITE);
    await sweepLinks(db, now - LINKS_KEPT_MS, BITE);
    const { deleted } = memory;
    if (deleted + silences + changes + evidence > 0)
      log.info({ memory: deleted, silences, changes, evidence }, 'what is long over was deleted');
  }
}
