/** Looks for many literals at once. */
export interface HintTable {
  /** Bit n: a literal of the n-th list is in the text. */
  look(text: string): number;
}

/** The digits in a row, with single spaces or dashes between them, from which on a number may be an account's. */
const MANY_DIGITS = 10;
/** Stands for {@link MANY_DIGITS} in a list of hints. */
export const DIGITS = '0'.repeat(MANY_DIGITS);

const SIZE = 128;
const DIGIT = 1;
const BETWEEN = 2;
const CLASS = new Uint8Array(SIZE);
for (const digit of '0123456789') CLASS[digit.charCodeAt(0)] = DIGIT;
for (const sign of ' -') CLASS[sign.charCodeAt(0)] = BETWEEN;

/**
 * An automaton after Aho and Corasick over ASCII, in any case: one step a character, however many literals there are, because
 * every annotation passes here and nearly all are clean.
 */
export function makeHintTable(lists: readonly (readonly string[])[]): HintTable {
  const { next, found } = build(lists);
  const digits = lists.reduce((bits, list, i) => (list.includes(DIGITS) ? bits | (1 << i) : bits), 0);
  return {
    look(text) {
      let bits = 0;
      let state = 0;
      let row = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code >= SIZE) {
          state = 0;
          row = 0;
          continue;
        }
        state = next[state * SIZE + code] as number;
        bits |= found[state] as number;
        const kind = CLASS[code] as number;
        if (kind === DIGIT) row++;
        else if (kind !== BETWEEN) row = 0;
        if (row === MANY_DIGITS) bits |= digits;
      }
      return bits;
    },
  };
}

interface Automaton {
  /** State and character to state. */
  readonly next: Uint16Array;
  /** State to the bits of the lists whose literal ends there. */
  readonly found: Int32Array;
}

function build(lists: readonly (readonly string[])[]): Automaton {
  const most = 1 + lists.flat().reduce((sum, literal) => sum + literal.length, 0);
  const next = new Uint16Array(most * SIZE);
  const found = new Int32Array(most);
  let states = 1;
  lists.forEach((list, bit) => {
    for (const literal of list) {
      if (literal === DIGITS) continue;
      let state = 0;
      for (const sign of literal.toLowerCase()) {
        const slot = state * SIZE + sign.charCodeAt(0);
        if (next[slot] === 0) next[slot] = states++;
        state = next[slot] as number;
      }
      found[state] = (found[state] as number) | (1 << bit);
    }
  });
  followFailures(next, found);
  return { next: foldCase(next), found };
}

/** Where a literal breaks off, the longest one that its end begins goes on. */
function followFailures(next: Uint16Array, found: Int32Array): void {
  const failure = new Uint16Array(found.length);
  const queue = [...next.subarray(0, SIZE)].filter((state) => state !== 0);
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const back = failure[state] as number;
    found[state] = (found[state] as number) | (found[back] as number);
    for (let code = 0; code < SIZE; code++) {
      const slot = state * SIZE + code;
      const onward = next[back * SIZE + code] as number;
      const child = next[slot] as number;
      if (child === 0) {
        next[slot] = onward;
        continue;
      }
      failure[child] = onward;
      queue.push(child);
    }
  }
}

function foldCase(next: Uint16Array): Uint16Array {
  for (let row = 0; row < next.length; row += SIZE) next.copyWithin(row + 0x41, row + 0x61, row + 0x7b);
  return next;
}
