import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Silence } from '../silence/silence.ts';
import type { RuleFailure } from './ruleFailure.ts';
import type { Remembered } from './ruleMemory.ts';

/** How an alert came into its incident. `joined`: it was open already. */
export type Admission = 'opened' | 'reopened' | 'raised' | 'joined';

/**
 * What a decision about one alert was made of: enough to come to it again, and small, because a storm writes one for each of its
 * alerts. What was looked at in vain is not in it: `explain.ts` finds that out again from the labels and the policy.
 */
export interface Trace {
  /** See {@link policyMark}. */
  readonly policy: string;
  readonly severity: Severity;
  /** The opinions against telling, in the order of the rules: the first one decides. */
  readonly against: readonly TracedOpinion[];
  /** The rules that had nothing against it, in their order. */
  readonly passed: readonly string[];
  /** Rules that threw, and so had no say. */
  readonly failed?: readonly RuleFailure[];
  /** What the rules found in their memory: asked again with it, they say the same. */
  readonly recalled?: readonly Remembered[];
  /** The silence that hid it. */
  readonly silenced?: TracedSilence;
  /** Others that hid it too, which it was not named for. */
  readonly alsoSilenced?: readonly TracedSilence[];
  /** Its incident had another sign this close to it (ms), as a rule that asked was told; and one of another name. */
  readonly secondSign?: number;
  readonly signOfOtherName?: number;
  /** That of its incident, once the alert was in it. */
  readonly urgency: Urgency;
  /** What the urgency rules said of it. */
  readonly said?: string;
  /** Why its incident would have become urgent by signs that were there, if nothing had held it. */
  readonly onceFree?: string;
  /** Why its incident became urgent as this was decided. */
  readonly raised?: string;
  readonly route: TracedRoute;
  /** `rule` is the index of the grouping rule; null where the alert had its group already. */
  readonly group?: { readonly key: string; readonly rule: number | null; readonly as: Admission };
  /** The rule that moved it into the incident of something else. */
  readonly moved?: string;
  /** Until when its incident waits for more alerts (`group_wait`). */
  readonly wait?: Instant;
  /** Ids of targets that it was kept from, because their receivers had been told enough (`noise.throttle`). */
  readonly throttled?: readonly string[];
  /** It stopped firing before anybody could be told. */
  readonly gone?: true;
}

/** What is known before the alert has its incident: where it is told depends on the urgency of that. */
export type TraceBasis = Omit<Trace, 'urgency' | 'route'>;

/** What is kept of a silence: enough to ask again whether it hides an alert. */
export type TracedSilence = Pick<Silence, 'id' | 'matchers' | 'startsAt' | 'endsAt' | 'createdBy' | 'comment' | 'recurrence'>;

/** An opinion of a rule (`noise/rule.ts`) as it is kept; also what kept an alert from people that is no rule over single alerts. */
export interface TracedOpinion {
  readonly do: 'suppress' | 'defer';
  readonly by: string;
  readonly key: string;
  readonly until: Instant | null;
  readonly because: string;
}

export interface TracedRoute {
  /** Names of those that are told at this hour; of those without configs too. */
  readonly receivers: readonly string[];
  /** Ids of the targets that are told unless something is against it. */
  readonly targets: readonly string[];
  /** Ids of the targets that are told nothing at this hour. */
  readonly muted?: readonly string[];
}

/** The part of a policy's hash that traces hold: its first 16 digits. */
export function policyMark(hash: string): string {
  return hash.slice(0, 16);
}
