import type { Decisions } from '../../src/pipeline/decision.ts';

/** What is only ever added, and so does not depend on how the journal was cut. */
const ADDED = ['stamps', 'retired', 'timeline', 'decisions', 'notes', 'rejected'] as const;

/** Decisions as text: `entries` as they were made, each by itself; `rows` only what they add, however they were cut. */
export function decidedText(made: readonly Decisions[], as: 'entries' | 'rows'): string {
  if (as === 'entries') return made.map(text).join('\n');
  return ADDED.map(
    (name) =>
      `${name}\n${made
        .flatMap((each): readonly unknown[] => each[name])
        .map(text)
        .join('\n')}`,
  ).join('\n\n');
}

/** JSON with the members of every object in order: a database returns them in an order of its own. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    const sorted = Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1));
    // Not from entries to an object: a label may be named __proto__.
    return Object.assign(Object.create(null), ...sorted.map(([name, member]) => ({ [name]: member })));
  });
}
