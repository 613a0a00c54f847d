import { type Matcher, parseMatchers } from '../../alert/matcher.ts';

/** A rule of the configuration's `kinds`, as plain JSON. */
export interface KindRule {
  readonly kind: 'symptom' | 'cause';
  /** Alertmanager's matchers, either syntax. */
  readonly matchers: readonly string[];
}

/** The rules, ready to be asked, and what the built-in table said of the alerts seen lately. */
export interface CompiledKinds {
  readonly rules: readonly { readonly kind: 'symptom' | 'cause'; readonly matchers: readonly Matcher[] }[];
  /** By name and generator URL, oldest first; never more than `KINDS_REMEMBERED`. */
  readonly remembered: Map<string, 'symptom' | 'cause' | 'unknown'>;
}

/** Alert rules of one installation are some hundreds; beyond this many the oldest is forgotten. */
export const KINDS_REMEMBERED = 4_000;

/** Throws `MatcherError` where a matcher cannot be read. */
export function compileKinds(rules: readonly KindRule[]): CompiledKinds {
  const compiled = rules.map(({ kind, matchers }) => ({ kind, matchers: matchers.flatMap((text) => parseMatchers(text)) }));
  return { rules: compiled, remembered: new Map() };
}
