import type { Clock } from '../../clock.ts';
import type { RefusedSender } from '../deps.ts';

/** A little less than the five minutes after which Alertmanager comes again, so that each time of such a sender counts. */
const AGAIN_AFTER_MS = 240_000;
/** Strangers can knock from anywhere: only so many of them are told of by name. */
const MOST = 20;
const STRANGER = 'a sender at';

/** Lets one refusal of each sender through every four minutes, because each becomes an entry of the journal. */
export class Refusals {
  private readonly toldAt = new Map<string, number>();
  private readonly clock: Clock;
  private readonly report: (refusal: { sender: string; status: number }) => void;

  constructor(clock: Clock, report: (refusal: { sender: string; status: number }) => void) {
    this.clock = clock;
    this.report = report;
  }

  refused({ integration, remote, status }: RefusedSender): void {
    const now = this.clock.monotonic();
    for (const [key, at] of this.toldAt) if (now - at >= AGAIN_AFTER_MS) this.toldAt.delete(key);
    const sender = integration === null ? `${STRANGER} ${remote}` : `integration ${integration}`;
    const key = `${status} ${sender}`;
    const strangers = [...this.toldAt.keys()].filter((known) => known.includes(STRANGER)).length;
    if (this.toldAt.has(key) || (integration === null && strangers >= MOST)) return;
    this.toldAt.set(key, now);
    this.report({ sender, status });
  }
}
