import { type Instant, instantOf } from '../alert/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { GraphContent } from '../evidence/graphContent.ts';
import type { IncidentView } from '../pipeline/notify/notifier.ts';
import type { Redacted } from '../redact/redacted.ts';
import { type Asked, askSource } from './askSource.ts';
import { Breaker } from './breaker.ts';
import { subjectOf } from './subjectOf.ts';
import type { Lookers } from './worker.ts';

/** However many look: so often is a source asked for one graph. */
const KEPT_MS = 15_000;
const MOST_KEPT = 200;
/** An incident that is over is drawn to a little beyond its end. */
const BEYOND_MS = 5 * 60_000;

/** A graph as it is now, or as it was, and why. */
export interface LiveGraph {
  readonly content: GraphContent;
  readonly window: { readonly from: Instant; readonly to: Instant };
  /** Up to when it is known. */
  readonly asOf: Instant;
  /** Why it is not of now: `timed out after 3 s`; null: it is. */
  readonly because: Redacted | null;
}

/** A piece of evidence that is a graph. */
export type DrawnEvidence = Evidence & { readonly content: GraphContent };

interface Kept {
  readonly at: number;
  readonly asked: Promise<Asked>;
}

/**
 * Graphs of evidence as they are now: the same source is asked for the same alert's expression again. Asked once for all who look, and
 * kept for a moment; what it cannot give is shown as it was.
 */
export class LiveGraphs {
  private readonly deps: { readonly clock: Clock; readonly lookers: () => Lookers };
  private readonly breaker = new Breaker();
  private readonly stopping = new AbortController();
  private readonly kept = new Map<string, Kept>();

  constructor(deps: { readonly clock: Clock; readonly lookers: () => Lookers }) {
    this.deps = deps;
  }

  /** `incident`: as it is now. Never throws for what a source does. */
  async draw(evidence: DrawnEvidence, incident: IncidentView): Promise<LiveGraph> {
    const { redact } = this.deps.lookers();
    const asked = await this.ask(evidence, incident);
    const stored = { content: evidence.content, window: { from: evidence.from, to: evidence.to }, asOf: evidence.askedAt };
    if (asked === null) return { ...stored, because: redact(`${evidence.source} is not asked any more`) };
    const { content, from, to, askedAt, because } = asked;
    if (content?.kind !== 'graph') return { ...stored, because: because ?? redact('it has nothing to draw now') };
    return { content: { ...content, firedAt: evidence.content.firedAt }, window: { from, to }, asOf: askedAt, because: null };
  }

  /** What is under way is cut off. */
  stop(): void {
    this.stopping.abort();
  }

  /** Null: there is no such source any more. */
  private ask(evidence: DrawnEvidence, incident: IncidentView): Promise<Asked> | null {
    const { clock, lookers } = this.deps;
    const { all, window, redact } = lookers();
    const looker = all.find(({ kind, name }) => kind === 'graph' && name === evidence.source);
    if (!looker) return null;
    const now = clock.monotonic();
    const known = this.kept.get(evidence.id);
    if (known && now - known.at < KEPT_MS) return known.asked;
    const until = incident.resolvedAt === null ? clock.now() : Math.min(clock.now(), incident.resolvedAt + BEYOND_MS);
    const subject = subjectOf(aboutItsAlert(evidence, incident), until, window);
    const asking = { clock, breaker: this.breaker, stopped: this.stopping.signal, redact };
    const asked = askSource(looker, { ...subject, startedAt: evidence.content.firedAt }, asking);
    this.keep(evidence.id, { at: now, asked });
    return asked;
  }

  private keep(id: string, kept: Kept): void {
    this.kept.delete(id);
    this.kept.set(id, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

/** The alert that was drawn stands first, whichever does now. */
function aboutItsAlert({ content }: DrawnEvidence, incident: IncidentView): IncidentView {
  const drawn = incident.alerts.find(({ startsAt }) => instantOf(startsAt) === content.firedAt);
  return drawn ? { ...incident, alerts: [drawn] } : incident;
}
