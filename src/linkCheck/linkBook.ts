import type { Instant } from '../alert/timestamp.ts';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { Database } from '../store/database.ts';
import { readLinkHealth } from '../store/linkChecks.ts';

/** Other replicas look too. */
const READ_EVERY_MS = 60_000;
export const LINKS_KEPT_MS = 30 * 86_400_000;
export const MOST_LINKS = 5_000;

/** How links are, as it was last read: whoever makes a message need not ask the database. */
export class LinkBook {
  private known: ReadonlyMap<string, LinkHealth> = new Map();
  private readAt: Instant | null = null;

  healthOf(url: string): LinkHealth | null {
    return this.known.get(url) ?? null;
  }

  /** Reads them anew, where that is due or `isStale`. */
  async read(db: Database, now: Instant, isStale: boolean): Promise<void> {
    if (!isStale && this.readAt !== null && now >= this.readAt && now - this.readAt < READ_EVERY_MS) return;
    this.known = await readLinkHealth(db, now - LINKS_KEPT_MS, MOST_LINKS);
    this.readAt = now;
  }

  /** Nobody looks any more: what is known is no longer so. */
  forget(): void {
    this.known = new Map();
    this.readAt = null;
  }
}
