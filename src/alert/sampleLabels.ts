import { emptyLabels, type Labels, labelValue } from './labels.ts';
import { type Matcher, matchesAll } from './matcher.ts';

/** Labels for which all of these matchers hold; null where none are found, which says nothing. */
export function sampleLabels(matchers: readonly Matcher[]): Labels | null {
  const sample = emptyLabels();
  for (const { name, operator, value, fits } of matchers) {
    if (operator === '=') sample[name] = value;
    if (operator !== '=~' || fits(labelValue(sample, name))) continue;
    const found = wordsOf(value).find(fits);
    if (found !== undefined) sample[name] = found;
  }
  for (const { name, operator, fits } of matchers) {
    const isNegative = operator === '!=' || operator === '!~';
    if (isNegative && fits(labelValue(sample, name))) sample[name] = 'other';
  }
  return matchesAll(matchers, sample, null) ? sample : null;
}

/** What a regex that people write may fit. */
function wordsOf(regex: string): string[] {
  const words = regex.split(/[|()]/).filter((word) => word !== '');
  return [...words, ...words.map((word) => word.replace(/\.[*+]/g, 'x').replace(/[\\^$?]/g, '')), 'x', '1'];
}
