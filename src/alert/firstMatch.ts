import type { Labels } from './labels.ts';
import { type Matcher, matchesAll } from './matcher.ts';
import { MatcherIndex } from './matcherIndex.ts';
import type { Severity } from './severity.ts';

interface Matched {
  readonly matchers: readonly Matcher[];
}

/** Shorter lists are gone through faster than they are looked up. */
const FEW = 4;
/** By the list itself, which never changes. */
const INDEXES = new WeakMap<readonly Matched[], MatcherIndex>();

/** The first item of a list that is wanted and whose matchers all hold. The list may be long, and must not change. */
export function firstMatch<T extends Matched>(
  items: readonly T[],
  labels: Labels,
  severity: Severity | null,
  isWanted: (item: T) => boolean = anyItem,
): T | undefined {
  if (items.length <= FEW) return items.find((item) => isWanted(item) && matchesAll(item.matchers, labels, severity));
  const index = indexOf(items);
  for (const place of index.candidates(labels, severity)) {
    const item = items[place] as T;
    if (isWanted(item) && matchesAll(item.matchers, labels, severity)) return item;
  }
  return undefined;
}

const anyItem = (): boolean => true;

function indexOf(items: readonly Matched[]): MatcherIndex {
  const known = INDEXES.get(items);
  if (known) return known;
  const index = new MatcherIndex(items.map(({ matchers }) => matchers));
  INDEXES.set(items, index);
  return index;
}
