import type { Cut, Kind } from './mark.ts';

/** A part of a text that has to go: `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** The text with a mark in the place of each stretch. Of stretches that overlap, and are in order, the first counts. */
export function cutStretches(text: string, stretches: readonly Stretch[], cut: Cut): string {
  if (stretches.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, kind } of stretches) {
    if (to <= done) continue;
    parts.push(text.slice(done, Math.max(from, done)), cut(kind));
    done = to;
  }
  parts.push(text.slice(done));
  return parts.join('');
}
