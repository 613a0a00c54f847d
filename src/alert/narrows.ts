import { type Matcher, matches } from './matcher.ts';
import { SEVERITIES } from './severity.ts';

/**
 * Whether a matcher leaves out alerts that lack its label, as Alertmanager wants it of one at least in each silence. On `severity`
 * every alert has a word, the mapped one: what holds for all four of those leaves out none.
 */
export function narrows(matcher: Matcher): boolean {
  if (matches(matcher, {}, null)) return false;
  return matcher.name !== 'severity' || SEVERITIES.some((word) => !matches(matcher, {}, word));
}
