import type { Episode } from '../../alert/alert.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Hiding } from '../../silence/silenceIndex.ts';
import type { Policy } from '../compilePolicy.ts';
import type { InhibitMark, NoiseWord } from '../decision.ts';

/** A rule's word on one alert that fires: nobody is told now. `key` names what holds it. */
export interface Opinion {
  readonly do: 'suppress' | 'defer';
  readonly by: NoiseWord;
  readonly key: string;
  /** When the alert is to be judged again at the latest; null: when something else happens. */
  readonly until: Instant | null;
  readonly because: string;
}

/** What a rule may look at. */
export interface RuleContext {
  readonly now: Instant;
  readonly policy: Policy;
  /** What fires as a source under an inhibit key; null: nothing. */
  readonly markOf: (key: string) => InhibitMark | null;
  /** The silence that hides an alert now; null: none does. */
  readonly silenceOf: (labels: Labels, severity: Severity) => Hiding | null;
}

/** One rule over single alerts. Null: it has nothing against telling. It may throw: then the alert is told, and it is said why. */
export interface NoiseRule {
  readonly name: NoiseWord;
  judge(episode: Episode, severity: Severity, context: RuleContext): Opinion | null;
}
