import { RE2JS, RE2JSSyntaxException } from 're2js';
import { ExtraPatternError } from './extraPatternError.ts';
import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { cutStretches, type Stretch } from './stretch.ts';

const LONGEST_PATTERN = 1_024;
const SHORTEST_HINT = 3;
const MARK_START = '[redacted: ';

/**
 * Cuts whatever configured patterns match, anywhere in a text. RE2, no flags, so that no pattern takes more than linear time.
 * Throws `ExtraPatternError` for a pattern that RE2 refuses, that is too long, or that matches where nothing is.
 */
export function makeExtraPatterns(patterns: readonly string[]): Pass {
  const compiled = patterns.map(compile);
  const starts = patterns.map(literalStart);
  return {
    hints: starts.some((start) => start.length < SHORTEST_HINT) ? null : starts.map((start) => start.toLowerCase()),
    run: (text, cut) => compiled.reduce((rest, pattern) => cutStretches(rest, stretches(rest, pattern), cut), text),
  };
}

/** What each match begins with; empty where that cannot be told. */
function literalStart(source: string): string {
  if (source.includes('|')) return '';
  const [, letters = '', next = ''] = /^(?:\\b)?([\w -]*)(.?)/s.exec(source) ?? [];
  return /[*?{]/.test(next) ? letters.slice(0, -1) : letters;
}

function compile(pattern: string): RE2JS {
  const shown = JSON.stringify(pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);
  if (pattern.length > LONGEST_PATTERN)
    throw new ExtraPatternError(`the pattern ${shown} is longer than ${LONGEST_PATTERN} characters: split it`);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new ExtraPatternError(`the pattern ${shown} is refused: ${reason(error)}`);
  }
  if (compiled.test(''))
    throw new ExtraPatternError(`the pattern ${shown} matches the empty text: say what has to be there, such as with + for *`);
  return compiled;
}

function stretches(text: string, pattern: RE2JS): Stretch[] {
  if (!pattern.test(text)) return [];
  const found: Stretch[] = [];
  const matcher = pattern.matcher(text);
  while (matcher.find()) {
    const [from, to] = [matcher.start(), matcher.end()];
    if (to > from && !isInsideMark(text, from, to)) found.push({ from, to, kind: 'configured' });
  }
  return found;
}

/** What was cut already must not be cut again: `[a-z]+` matches inside a mark. */
function isInsideMark(text: string, from: number, to: number): boolean {
  const start = text.lastIndexOf(MARK_START, from);
  return start >= 0 && to <= start + markAt(text, start);
}

function reason(error: unknown): string {
  if (!(error instanceof RE2JSSyntaxException)) return error instanceof Error ? error.message : String(error);
  const fragment = error.getPattern();
  return fragment ? `${error.getDescription()} at ${JSON.stringify(fragment)}` : error.getDescription();
}
