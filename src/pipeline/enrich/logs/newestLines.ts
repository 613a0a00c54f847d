import type { RawLine } from './logSource.ts';

/** A line and what orders it; of one source all keys are of one kind. */
export interface KeyedLine {
  readonly key: bigint | number | string;
  readonly line: RawLine;
}

/** The newest `most` lines, oldest first. Lines with the same key stay in the order in which they came. */
export function newestLines(lines: readonly KeyedLine[], most: number): RawLine[] {
  const sorted = lines.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.slice(Math.max(0, sorted.length - most)).map(({ line }) => line);
}
