import type { Instant } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';

const GATHER_MS = 60_000;
const MOST = 200;

/** Gathers, by target, incidents that were over before they could be told, so that they are told as one list. */
export class SupersededDigest {
  private readonly gathered = new Map<string, { since: number; incidents: number[] }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(target: string, incident: number): void {
    const entry = this.gathered.get(target) ?? { since: this.clock.monotonic(), incidents: [] };
    if (entry.incidents.length < MOST) entry.incidents.push(incident);
    this.gathered.set(target, entry);
  }

  /** Takes out the lists that have been gathered for a minute. */
  takeDue(): { target: string; incidents: number[] }[] {
    const now = this.clock.monotonic();
    const due = [...this.gathered].filter(([, { since }]) => now - since >= GATHER_MS);
    for (const [target] of due) this.gathered.delete(target);
    return due.map(([target, { incidents }]) => ({ target, incidents }));
  }

  /** When the next list has been gathered, as an instant of the clock that reads `now`; null if there is none. */
  nextDue(now: Instant): Instant | null {
    const since = [...this.gathered.values()].map((entry) => entry.since);
    return since.length === 0 ? null : now + Math.max(0, Math.min(...since) + GATHER_MS - this.clock.monotonic());
  }
}
