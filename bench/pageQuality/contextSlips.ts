import { closest } from '../../src/config/closest.ts';

type Tree = Readonly<Record<string, unknown>>;

const TOP = ['services', 'maintenance', 'deploys'] as const;
const ENTRY: Readonly<Record<(typeof TOP)[number], readonly string[]>> = {
  services: ['name', 'team', 'tier', 'dependsOn'],
  maintenance: ['start', 'end', 'matchers'],
  deploys: ['service', 'cluster', 't'],
};
/** Other words for the same, which are no misspellings of it. */
const MEANT: Readonly<Record<string, string>> = {
  deployments: 'deploys',
  changes: 'deploys',
  depends: 'dependsOn',
  dependencies: 'dependsOn',
  from: 'start',
  until: 'end',
  at: 't',
  time: 't',
};

/**
 * The keys of a context that look like misspelt ones, each with its place and what was meant. What a context tells besides (an id, a
 * note) is left alone.
 */
export function contextSlips(context: unknown): string[] {
  if (!isTree(context)) return [];
  const top = slipsIn(context, TOP, '');
  const within = TOP.flatMap((part) => {
    const list: unknown = context[part];
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown, i) => (isTree(entry) ? slipsIn(entry, ENTRY[part], `${part}[${i}].`) : []));
  });
  return [...top, ...within];
}

function slipsIn(tree: Tree, known: readonly string[], place: string): string[] {
  // So near to a word of one letter is every short one.
  const words = known.filter((word) => word.length > 1);
  return Object.keys(tree).flatMap((key) => {
    if (known.includes(key)) return [];
    const other = Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
    const meant = other !== undefined && known.includes(other) ? other : closest(key, words);
    return meant === null ? [] : [`${place}${key}: the key is not known: did you mean ${meant}?`];
  });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
