import type { Urgency } from '../incident/incident.ts';
import type { Asked } from './asked.ts';
import type { Judged } from './change.ts';
import { judgement } from './judgement.ts';
import { NOISE_RULES } from './noise/noise.ts';
import type { NoiseRule } from './noise/rule.ts';
import { urgencyOfAsked } from './urgencyOfAsked.ts';
import { variantsOf } from './variantsOf.ts';

/** One change by which somebody is told. */
export interface PagingChange {
  /** As people say it: `wait until …`, `remove …`, `severity critical instead of warning`. */
  readonly change: string;
  /** Names of the receivers that are told then. */
  readonly receivers: readonly string[];
}

/**
 * The single changes by which somebody is told of an alert of which nobody is, the smallest first: to wait, to take away what
 * holds it, another severity, another label, another urgency, another receiver. Each was tried by judging the alert again with
 * that one change. Empty where somebody is told as it is, and where one change is not enough.
 */
export function wouldPage(asked: Asked, rules: readonly NoiseRule[] = NOISE_RULES): readonly PagingChange[] {
  if (receiversOf(asked, rules) !== null) return [];
  const tried = new Set<string>();
  const { against } = judgement(asked.episode, asked.severity, asked.context, rules).basis ?? { against: [] };
  return variantsOf(asked, against, rules).flatMap(({ change, ...variant }) => {
    if (tried.has(change)) return [];
    tried.add(change);
    const receivers = receiversOf(variant, rules);
    return receivers === null ? [] : [{ change, receivers }];
  });
}

/** Who is told; null: nobody. */
function receiversOf(asked: Asked, rules: readonly NoiseRule[]): readonly string[] | null {
  const { episode, severity, context, wait, keptBy } = asked;
  if (keptBy !== null || (wait !== null && context.now < wait)) return null;
  const judged: Judged = judgement(episode, severity, context, rules);
  const urgency: Urgency = asked.urgency === 'high' ? 'high' : urgencyOfAsked(asked).urgency;
  const { targets, receivers } = judged.route(urgency);
  return judged.held === null && targets.length > 0 ? receivers : null;
}
