import type { Matcher } from './matcher.ts';
import { SEVERITIES } from './severity.ts';

/** No regex that people write means all of these and not everything. */
const NAMES = ['a', 'Z9', '-1', '0.5', 'some other value', '/path/to.it?x=1', 'ä'];
const ANY_VALUE = ['', ...NAMES];

/**
 * Whether matchers hold for every alert there can be, as far as that can be told: there is none, or all are regexes such as `.*`.
 * On `severity` it is enough to hold for all four words, one of which every alert has. `named`: for every alert that has an
 * alertname, which are all that mean anything.
 */
export function takesEverything(matchers: readonly Matcher[], named = false): boolean {
  return matchers.every(({ name, operator, value, fits }) => {
    if (named && name === 'alertname' && operator === '!=') return value === '';
    const values = named && name === 'alertname' ? NAMES : ANY_VALUE;
    return operator === '=~' && (name === 'severity' ? SEVERITIES : values).every(fits);
  });
}
