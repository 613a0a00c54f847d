import type { SilenceMatcher } from './silence.ts';

/** The matchers that ask for one value and nothing else, so that alerts without it need not be looked at. */
export function exactMatchers(matchers: readonly SilenceMatcher[]): SilenceMatcher[] {
  // A matcher on `severity` also fits the word that the configuration makes of it.
  return matchers.filter(({ name, value, isRegex, isEqual }) => isEqual && !isRegex && value !== '' && name !== 'severity');
}
