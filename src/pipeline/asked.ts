import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Urgency } from '../incident/incident.ts';
import type { RuleContext } from './noise/rule.ts';
import type { Admission, TracedOpinion } from './trace.ts';

/** An alert that somebody asks about, as it was, is, or would be. */
export interface Asked {
  readonly episode: Episode;
  readonly severity: Severity;
  readonly context: RuleContext;
  /** That of its incident. */
  readonly urgency: Urgency;
  /** What the urgency rules said of it, with the signs of then; null: that is not known. */
  readonly said: string | null;
  /** Why it would be urgent by the signs of then if nothing held it; left out or null: it would not, or by itself. */
  readonly onceFree?: string | null;
  /** Until when its incident waits for more alerts (`group_wait`); null: it does not. */
  readonly wait: Instant | null;
  /** What kept it from people that is no rule over single alerts: it is a heartbeat, or its receivers had been told enough; null: nothing. */
  readonly keptBy: TracedOpinion | null;
  /** What became of it; left out: that is not known, or it was never sent. */
  readonly became?: Became;
}

export interface Became {
  /** The rule that moved it into the incident of something else; null: none did. */
  readonly moved: string | null;
  /** How it came into its incident; null: it was in it already. */
  readonly as: Admission | null;
  /** Ids of targets that were left out because their receivers had been told enough; null: it was not told, so none was asked. */
  readonly throttled: readonly string[] | null;
}
