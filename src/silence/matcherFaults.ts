import type { Matcher } from '../alert/matcher.ts';
import { MatcherError } from '../alert/matcherError.ts';
import { narrows } from '../alert/narrows.ts';
import { takesEverything } from '../alert/takesEverything.ts';
import type { SilenceMatcher } from './silence.ts';
import { compileSilenceMatcher, formatSilenceMatcher } from './silenceMatcher.ts';

/**
 * What is wrong with a silence's matchers, each with its place and the remedy; empty: nothing. As in Alertmanager, at least one
 * must not match the empty string: else alerts that lack every one of its labels would be hidden, which are most. Unlike there, any
 * alertname and any severity are not enough: nothing would be left.
 */
export function matcherFaults(matchers: readonly SilenceMatcher[]): string[] {
  if (matchers.length === 0)
    return ['matchers: there is none, and it would hide everything; name what to hide, as in alertname="DiskFull"'];
  const faults: string[] = [];
  const compiled: Matcher[] = [];
  for (const [i, matcher] of matchers.entries()) {
    if (matcher.name === '') faults.push(`matchers[${i}]: the label has no name; write it as in alertname="DiskFull"`);
    try {
      compiled.push(compileSilenceMatcher(matcher));
    } catch (error) {
      if (!(error instanceof MatcherError)) throw error;
      faults.push(`matchers[${i}]: ${error.message}; regexes are RE2, without lookaround and back-references`);
    }
  }
  if (faults.length > 0) return faults;
  const written = matchers.map(formatSilenceMatcher).join(', ');
  if (compiled.some(narrows)) return takesEverything(compiled, true) ? [ofEveryAlert(written)] : [];
  const without = matchers.length === 1 ? 'this label' : 'these labels';
  const mapped = matchers.some(({ name }) => name === 'severity') ? ' (what has no severity counts as error)' : '';
  return [
    `matchers: ${written} would hide everything, alerts without ${without} too${mapped}; add one as in alertname="DiskFull"`,
  ];
}

function ofEveryAlert(written: string): string {
  const why = `matchers: ${written} would hide everything: every alert has an alertname and a severity`;
  return `${why}; add one as in alertname="DiskFull", or announce work on everything as maintenance in the configuration`;
}
