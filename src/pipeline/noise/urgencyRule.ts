import { createHash } from 'node:crypto';
import { type Matcher, parseMatchers } from '../../alert/matcher.ts';
import type { UrgencyRule } from '../policy.ts';

export interface CompiledUrgencyRule extends Omit<UrgencyRule, 'matchers'> {
  readonly matchers: readonly Matcher[];
  /** Names the rule in incidents that wait by it; the same after a reload that does not change it. */
  readonly key: string;
  readonly path: string;
}

/** Throws `MatcherError` where a matcher cannot be read. */
export function compileUrgency(rules: readonly UrgencyRule[]): CompiledUrgencyRule[] {
  return rules.map((rule, i) => ({
    ...rule,
    matchers: rule.matchers.flatMap((text) => parseMatchers(text)),
    key: createHash('sha256').update(keyText(rule)).digest('hex').slice(0, 16),
    path: `urgency.rules[${i}]`,
  }));
}

/** Written out, so that a rule read back from the database has the same text. */
function keyText({ matchers, kinds, urgency, when }: UrgencyRule): string {
  const condition = when && ('secondSignMs' in when ? [when.secondSignMs] : [when.services, when.withinMs]);
  return JSON.stringify([matchers, kinds, urgency, condition]);
}
