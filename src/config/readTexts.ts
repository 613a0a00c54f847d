import { type Matcher, parseMatchers } from '../alert/matcher.ts';
import { MatcherError } from '../alert/matcherError.ts';

/** The matchers of a list of texts; null where one cannot be read, of which the schema tells. */
export function readTexts(texts: unknown): readonly Matcher[] | null {
  if (!Array.isArray(texts)) return null;
  try {
    return texts.flatMap((text: unknown) => parseMatchers(String(text)));
  } catch (error) {
    if (error instanceof MatcherError) return null;
    throw error;
  }
}
