import { expect, it } from 'vitest';
import { cut } from '../../src/web/cut.ts';

it.each([
  ['abcd', 4, 'abcd'],
  ['abcde', 4, 'abc…'],
  ['', 4, ''],
  // Of a character that takes two places, none is left.
  ['ab😀de', 4, 'ab…'],
  ['a😀cde', 4, 'a😀…'],
])('%j cut to %i is %j', (text, most, expected) => expect(cut(text, most)).toBe(expected));
