import { makeAutomaton } from './automaton.ts';
import { DIGITS, type Hints } from './pass.ts';

/** Looks for the hints of many passes at once. */
export interface HintTable {
  /** Bit n: one of the n-th hints is in the text, or they are null. */
  look(text: string): number;
}

/** Beyond it there is no literal; the automaton begins anew there. */
const ASCII = 128;
const MANY_DIGITS = DIGITS.length;
const LOWEST_DIGIT = 0x30;
const HIGHEST_DIGIT = 0x39;
const BLANK = 0x20;
const DASH = 0x2d;

/**
 * One step a character, however many literals there are, because every annotation passes here and nearly all are clean. Digits count as
 * in a row with blanks and dashes between them.
 */
export function makeHintTable(lists: readonly (Hints | null)[]): HintTable {
  const literals = lists.map((list) => (list ?? []).filter((hint) => hint !== DIGITS));
  const { columnOf, columns, next, firstFinal, found } = makeAutomaton(literals);
  const digits = lists.reduce((bits, list, i) => (list?.includes(DIGITS) ? bits | (1 << i) : bits), 0);
  const always = lists.reduce((bits, list, i) => (list === null ? bits | (1 << i) : bits), 0);
  // A text begins like a word behind a blank.
  const first = next[columnOf[BLANK] as number] as number;
  return {
    look(text) {
      let bits = always;
      let state = first;
      let row = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code >= ASCII) {
          state = 0;
          row = 0;
          continue;
        }
        state = next[state * columns + (columnOf[code] as number)] as number;
        if (state >= firstFinal) bits |= found[state - firstFinal] as number;
        if (code >= LOWEST_DIGIT && code <= HIGHEST_DIGIT) {
          row++;
          if (row === MANY_DIGITS) bits |= digits;
        } else if (code !== BLANK && code !== DASH) row = 0;
      }
      return bits;
    },
  };
}
