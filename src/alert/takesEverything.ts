import type { Matcher } from './matcher.ts';
import { SEVERITIES } from './severity.ts';

/** No regex that people write means all of these and not everything. */
const NAMES = ['a', 'Z9', '-1', '0.5', 'some other value', '/path/to.it?x=1', 'ä'];
const EVERY_ALERT_HAS = ['alertname', 'severity'];
/** Regexes that people write for the empty value alone. */
const ONLY_EMPTY = ['', '^$', '()', '^', '$'];
const ANY_VALUE = ['', ...NAMES];

/**
 * Whether matchers hold for every alert there can be, as far as that can be told: there is none, or all are regexes such as `.*`.
 * On `severity` it is enough to hold for all four words, one of which every alert has. `named`: for every alert that has an
 * alertname and a severity, which are all that mean anything.
 */
export function takesEverything(matchers: readonly Matcher[], named = false): boolean {
  return matchers.every(({ name, operator, value, fits }) => {
    if (named && EVERY_ALERT_HAS.includes(name) && operator === '!=') return value === '';
    if (named && EVERY_ALERT_HAS.includes(name) && operator === '!~') return ONLY_EMPTY.includes(value);
    const values = named && name === 'alertname' ? NAMES : ANY_VALUE;
    return operator === '=~' && (name === 'severity' ? SEVERITIES : values).every(fits);
  });
}
