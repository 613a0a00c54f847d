import type { Instant } from '../alert/timestamp.ts';
import type { Policy } from './compilePolicy.ts';
import type { RuleContext } from './noise/rule.ts';
import { subjectOf } from './subjectOf.ts';

/** What the rules see of an alert of which nothing is known but itself. */
export function bareContext(now: Instant, policy: Policy): RuleContext {
  return {
    now,
    policy,
    memory: { recall: () => null },
    silenceOf: () => null,
    subjectOf: (labels, severity) => subjectOf(labels, severity, policy),
    hasSecondSign: () => false,
  };
}
