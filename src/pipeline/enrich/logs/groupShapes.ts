import type { Word } from './lineShape.ts';

/** Lines of one shape. Shapes of different `kind` or length are never put together. */
export interface Shape {
  readonly kind: string;
  readonly words: readonly Word[];
  /** How many lines have it. */
  readonly lines: number;
}

/** From so many different words on, a place holds a value rather than a part of what is told, where most of the others agree. */
const MANY = 4;
/** Where most of them come again and again (`refused`, `reset`), they tell kinds apart up to this number. */
const MANY_FREQUENT = 8;
const FREQUENT_LINES = 10;

/**
 * Puts shapes together that differ only where a value stands, by splitting top down: all shapes of one length are split at the place with
 * the fewest different words until what is left agrees in half of its words and differs only in values. A function of the set of shapes:
 * their order does not matter.
 *
 * Time is O(shapes × places) for each round of splits, and there are at most as many rounds as places (`lineShape` bounds them): linear
 * in the number of shapes.
 */
export function groupShapes<S extends Shape>(shapes: Iterable<S>): S[][] {
  const todo = [...byKey(shapes, ({ kind, words }) => `${words.length} ${kind}`)];
  const groups: S[][] = [];
  for (let set = todo.pop(); set !== undefined; set = todo.pop()) {
    const place = set.length === 1 ? null : placeToSplit(set);
    if (place === null) groups.push(set);
    else todo.push(...byKey(set, ({ words }) => words[place]?.key ?? ''));
  }
  return groups;
}

/** Where these shapes have to be told apart; null: they are one pattern. */
function placeToSplit(set: readonly Shape[]): number | null {
  const words = set[0]?.words ?? [];
  const differing: { place: number; keys: ReadonlyMap<string, number> }[] = [];
  let agreeing = 0;
  for (const [place, word] of words.entries()) {
    const keys = linesByKey(set, place);
    if (keys.size > 1) differing.push({ place, keys });
    else if (hasWord(word.key)) agreeing += 1;
  }
  differing.sort((a, b) => a.keys.size - b.keys.size);
  if (agreeing < differing.length) return differing[0]?.place ?? null;
  const many = agreeing > differing.length ? MANY : MANY_FREQUENT;
  return differing.find(({ keys }) => !isValue(keys, many))?.place ?? null;
}

function linesByKey(set: readonly Shape[], place: number): Map<string, number> {
  const lines = new Map<string, number>();
  for (const shape of set) {
    const key = shape.words[place]?.key ?? '';
    lines.set(key, (lines.get(key) ?? 0) + shape.lines);
  }
  return lines;
}

function isValue(keys: ReadonlyMap<string, number>, many: number): boolean {
  if (keys.size >= MANY_FREQUENT) return true;
  if (keys.size >= many && (median([...keys.values()]) ?? 0) < FREQUENT_LINES) return true;
  return [...keys.keys()].every((key) => key.includes('<'));
}

function median(numbers: readonly number[]): number | undefined {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function hasWord(key: string): boolean {
  return /\p{L}/u.test(key.replace(/<\w+>/g, ''));
}

function byKey<S>(items: Iterable<S>, keyOf: (item: S) => string): S[][] {
  const groups = new Map<string, S[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
