import { failedMatcher } from '../../alert/failedMatcher.ts';
import type { Labels } from '../../alert/labels.ts';
import { type Matcher, matches } from '../../alert/matcher.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Silence } from '../../silence/silence.ts';
import { compileSilenceMatcher } from '../../silence/silenceMatcher.ts';
import type { RuleContext, RuleLook } from './rule.ts';

const SHOWN = 3;

interface Missed {
  readonly silence: Silence;
  readonly matchers: readonly Matcher[];
  readonly failing: number;
}

/**
 * Silences of that hour, though they may be over since, that do not hide an alert, each with the first matcher that failed: the nearest few, of which the fewest
 * matchers failed, and how many more there are. `hiding`: those that do.
 */
export function silencesMissed(
  labels: Labels,
  severity: Severity,
  { otherSilences = [], now }: RuleContext,
  hiding: ReadonlySet<string>,
): RuleLook[] {
  const missed = otherSilences
    .filter((silence) => !hiding.has(silence.id) && now >= silence.startsAt && now < silence.endsAt)
    .flatMap((silence) => missedBy(silence, labels, severity))
    .sort((a, b) => a.failing - b.failing || (a.silence.id < b.silence.id ? -1 : 1));
  const looks = missed.slice(0, SHOWN).map(({ silence: { id, createdBy }, matchers }): RuleLook => {
    const failed = failedMatcher(matchers, labels, severity);
    const path = `silence ${id}`;
    if (failed) return { path, kind: 'skips', failed };
    return { path, kind: 'passes', because: `that of ${createdBy} matches, outside of its hours` };
  });
  const more = missed.length - looks.length;
  const because = more === 1 ? 'one more is active that does not match' : `${more} more are active that do not match`;
  return more > 0 ? [...looks, { path: 'silences', kind: 'passes', because }] : looks;
}

function missedBy(silence: Silence, labels: Labels, severity: Severity): Missed[] {
  try {
    const matchers = silence.matchers.map(compileSilenceMatcher);
    const failing = matchers.filter((matcher) => !matches(matcher, labels, severity)).length;
    // Without hours it hides what it matches.
    return failing === 0 && silence.recurrence === null ? [] : [{ silence, matchers, failing }];
  } catch {
    return [];
  }
}
