import type { Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import type { Attempt, StateRow } from './decision.ts';

/** What a batch has opened: new deliveries, new incidents, and among the episodes all alerts of those. */
export interface Fresh {
  readonly deliveries: readonly StateRow[];
  readonly incidents: readonly Incident[];
  readonly episodes: readonly Episode[];
}

/** A new delivery that a worker sends as soon as its row is committed. */
export interface FirstClaim {
  readonly delivery: number;
  readonly worker: string;
  readonly until: Instant;
  readonly attempt: Attempt;
}

/** Sends what is new as soon as it is committed: the claim is written by the transaction that decides. */
export interface FirstSends {
  /** Those of the deliveries that may be sent at once. Nothing is sent yet. */
  claim(fresh: Fresh): readonly FirstClaim[];
  /** What was claimed since the last call is committed. Answers how many sends have begun. */
  begin(): number;
  /** What was claimed since the last call is not committed, or that is not known: then the claims run out. */
  forget(): void;
}
