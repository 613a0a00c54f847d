import { formatMatcher, type Matcher, makeMatcher } from '../alert/matcher.ts';
import type { MatcherOperator, MatcherParts } from '../alert/matcherParts.ts';
import type { SilenceMatcher } from './silence.ts';

function operatorOf({ isRegex, isEqual }: SilenceMatcher): MatcherOperator {
  if (isRegex) return isEqual ? '=~' : '!~';
  return isEqual ? '=' : '!=';
}

export function silenceMatcher({ name, operator, value }: MatcherParts): SilenceMatcher {
  return { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
}

/** Throws `MatcherError` where its regex is refused. */
export function compileSilenceMatcher(matcher: SilenceMatcher): Matcher {
  return makeMatcher(matcher.name, operatorOf(matcher), matcher.value);
}

/** As text in Alertmanager's syntax. */
export function formatSilenceMatcher(matcher: SilenceMatcher): string {
  return formatMatcher({ name: matcher.name, operator: operatorOf(matcher), value: matcher.value });
}
