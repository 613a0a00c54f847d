import { type Labels, labelValue } from './labels.ts';
import { parseClassicMatchers } from './matcherClassic.ts';
import { MatcherError } from './matcherError.ts';
import type { MatcherOperator, MatcherParts } from './matcherParts.ts';
import { compileMatcherRegex } from './matcherRegex.ts';
import { parseUtf8Matchers } from './matcherUtf8.ts';
import type { Severity } from './severity.ts';

/** One condition on one label, compiled. */
export interface Matcher extends MatcherParts {
  /** True where a value equals (`=`, `!=`) or matches (`=~`, `!~`) `value`; the negation is not part of it. */
  readonly fits: (value: string) => boolean;
}

/** Compiles a matcher from its parts. Throws `MatcherError` where its regex is refused. */
export function makeMatcher(name: string, operator: MatcherOperator, value: string): Matcher {
  const isRegex = operator === '=~' || operator === '!~';
  return { name, operator, value, fits: isRegex ? compileMatcherRegex(value) : (candidate) => candidate === value };
}

/**
 * All matchers of one text: `a="b"`, or several as `{a="b", c=~"d",}`. Both of Alertmanager's syntaxes are tried; where
 * they disagree the classic one wins, as in Alertmanager's fallback mode. Throws `MatcherError`.
 */
export function parseMatchers(text: string): Matcher[] {
  const classic = attempt(parseClassicMatchers, text);
  const utf8 = attempt(parseUtf8Matchers, text);
  if (!(classic instanceof MatcherError)) return classic;
  if (!(utf8 instanceof MatcherError)) return utf8;
  throw classic.kind === 'regex' ? classic : utf8;
}

/**
 * True when a text reads one way in Alertmanager's classic syntax and another way in the newer one, so that an
 * Alertmanager in UTF-8 strict mode would match other alerts.
 */
export function matchersAreAmbiguous(text: string): boolean {
  const classic = attempt(parseClassicMatchers, text);
  const utf8 = attempt(parseUtf8Matchers, text);
  if (classic instanceof MatcherError || utf8 instanceof MatcherError) return false;
  return formatMatchers(classic) !== formatMatchers(utf8);
}

function attempt(parse: (text: string) => MatcherParts[], text: string): Matcher[] | MatcherError {
  try {
    return parse(text).map(({ name, operator, value }) => makeMatcher(name, operator, value));
  } catch (error) {
    if (error instanceof MatcherError) return error;
    throw error;
  }
}

/**
 * Whether one matcher holds; a missing label is the empty string. A matcher on `severity` is tried on the word as sent and
 * on the mapped `severity`: `=` and `=~` hold if either fits, `!=` and `!~` only if neither does. `severity` null: only
 * the labels as sent count.
 */
export function matches(matcher: Matcher, labels: Labels, severity: Severity | null): boolean {
  const fits =
    matcher.fits(labelValue(labels, matcher.name)) ||
    (severity !== null && matcher.name === 'severity' && matcher.fits(severity));
  return fits === (matcher.operator === '=' || matcher.operator === '=~');
}

/** Whether every matcher holds; none at all hold for everything. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels, severity: Severity | null): boolean {
  return matchers.every((matcher) => matches(matcher, labels, severity));
}

/** A matcher as text that `parseMatchers` reads back to the same, whatever its name and value hold. */
export function formatMatcher({ name, operator, value }: MatcherParts): string {
  return `${/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? name : quote(name)}${operator}${quote(value)}`;
}

/** Several matchers as `{a="b", c=~"d"}`. */
export function formatMatchers(matchers: readonly MatcherParts[]): string {
  return `{${matchers.map(formatMatcher).join(', ')}}`;
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
