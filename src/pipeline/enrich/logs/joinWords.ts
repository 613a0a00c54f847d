import type { Word } from './lineShape.ts';

const OPENING = /^[^\p{L}\p{N}<*…]*/u;
const CLOSING = /[^\p{L}\p{N}>*…]*$/u;

/**
 * What two shapes of one length have in common, word by word: `<*>` where they differ, with the punctuation that both have around it. The
 * order in which several are joined does not matter.
 */
export function joinWords(one: readonly Word[], other: readonly Word[]): readonly Word[] {
  if (one === other) return one;
  let joined: Word[] | null = null;
  for (const [i, word] of one.entries()) {
    const shown = joinShown(word.shown, other[i]?.shown ?? '');
    if (shown === word.shown) continue;
    joined ??= [...one];
    joined[i] = { ...word, shown };
  }
  return joined ?? one;
}

function joinShown(one: string, other: string): string {
  if (one === other) return one;
  const opening = common([...(OPENING.exec(one)?.[0] ?? '')], [...(OPENING.exec(other)?.[0] ?? '')]);
  const closing = common(backwards(CLOSING.exec(one)?.[0] ?? ''), backwards(CLOSING.exec(other)?.[0] ?? ''));
  return `${opening.join('')}<*>${closing.reverse().join('')}`;
}

function common(one: readonly string[], other: readonly string[]): string[] {
  const end = one.findIndex((char, i) => char !== other[i]);
  return end < 0 ? [...one] : one.slice(0, end);
}

function backwards(text: string): string[] {
  return [...text].reverse();
}
