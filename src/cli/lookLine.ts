import { formatMatcher } from '../alert/matcher.ts';
import type { MatcherOperator } from '../alert/matcherParts.ts';
import type { WhyLook } from './whyAnswer.ts';

const WORDS: Readonly<Record<string, string>> = {
  skips: 'no, ',
  holds: 'holds it back: ',
  passes: 'holds nothing back: ',
  mutes: 'not at this hour: ',
  fails: 'failed: ',
};

/** One thing that was looked at for an alert, as a line for people. */
export function lookLine({ stage, path, outcome, because, failed }: WhyLook): string {
  // It holds nothing in any case: it says where the alert belongs.
  const word = stage === 'joining' && outcome === 'passes' ? '' : WORDS[outcome];
  if (!failed) return `${path}: ${word ?? ''}${because ?? outcome}`;
  const { label, operator, expected, actual } = failed;
  const matcher = formatMatcher({ name: label, operator: operator as MatcherOperator, value: expected });
  return `${path}: no, ${matcher} does not hold (the alert has ${actual === null ? 'no such label' : JSON.stringify(actual)})`;
}
