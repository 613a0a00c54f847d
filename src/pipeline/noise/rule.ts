import type { Episode } from '../../alert/alert.ts';
import type { FailedMatcher } from '../../alert/failedMatcher.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Silence } from '../../silence/silence.ts';
import type { Hiding } from '../../silence/silenceIndex.ts';
import type { Policy } from '../compilePolicy.ts';
import type { NoiseWord } from '../decision.ts';
import type { RuleMemory } from '../ruleMemory.ts';

/** A rule's word on one alert that fires: nobody is told now. `key` names what holds it. */
export interface Opinion {
  readonly do: 'suppress' | 'defer';
  readonly by: NoiseWord;
  readonly key: string;
  /** When the alert is to be judged again at the latest; null: when something else happens. */
  readonly until: Instant | null;
  readonly because: string;
}

/** What an alert speaks of; null where nothing tells. */
export interface Subject {
  readonly service: string | null;
  readonly cluster: string | null;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly now: Instant;
  readonly policy: Policy;
  readonly memory: Pick<RuleMemory, 'recall'>;
  /** The silence that hides an alert then, but for those named; null: none does. */
  readonly silenceOf: (labels: Labels, severity: Severity, now: Instant, except?: ReadonlySet<string>) => Hiding | null;
  /** Silences, so that people who ask are told why they do not hide it; no rule decides by them. */
  readonly otherSilences?: readonly Silence[];
  readonly subjectOf: (labels: Labels, severity: Severity) => Subject;
  /** Whether its incident has another sign than this alert, of about the same time: of its name elsewhere, too, unless of another is asked for. */
  readonly hasSecondSign: (withinMs: number, ofOtherName?: boolean) => boolean;
}

/** What came of one thing that a rule looked at for an alert. `path` is its place in the configuration, or its name. */
export type RuleLook = { readonly path: string } & (
  | { readonly kind: 'skips'; readonly failed: FailedMatcher }
  /** It is about this alert, and holds nothing back now. */
  | { readonly kind: 'passes'; readonly because: string }
  /** `lifts` are what would have to change, each enough for all that this rule looked at; none: another of its looks says it. */
  | { readonly kind: 'holds'; readonly because: string; readonly lifts: readonly Lift[] }
);

/** One thing changed, as people say it, and what rules see then. */
export interface Lift {
  readonly change: string;
  readonly context: RuleContext;
  /** Another alert comes; urgency rules may wait for one too. */
  readonly isSecondSign?: true;
  /** Other alerts end, which may have been the signs that urgency rules counted. */
  readonly endsSigns?: true;
}

/** One rule over single alerts. Null: it has nothing against telling. It may throw: then the alert is told, and it is said why. */
export interface NoiseRule {
  readonly name: NoiseWord;
  judge(episode: Episode, severity: Severity, context: RuleContext): Opinion | null;
  /** Everything it looks at for this alert, in its order, up to and including what decides. For people who ask why: not asked while deciding. */
  explain?(episode: Episode, severity: Severity, context: RuleContext): readonly RuleLook[];
}
