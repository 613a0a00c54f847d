import { type Labels, labelValue } from './labels.ts';
import { type Matcher, matches } from './matcher.ts';
import type { Severity } from './severity.ts';

/** The first of some matchers that does not hold, and what the label is instead. */
export interface FailedMatcher {
  readonly matcher: Matcher;
  /** The label's value as sent; empty where the alert has no such label. */
  readonly actual: string;
}

/** Null where every matcher holds. */
export function failedMatcher(matchers: readonly Matcher[], labels: Labels, severity: Severity | null): FailedMatcher | null {
  const matcher = matchers.find((each) => !matches(each, labels, severity));
  return matcher ? { matcher, actual: labelValue(labels, matcher.name) } : null;
}
