import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareTokens } from '../../src/redact/bareTokens.ts';
import { cardNumbers } from '../../src/redact/cardNumbers.ts';
import { commandFlags } from '../../src/redact/commandFlags.ts';
import { emails } from '../../src/redact/emails.ts';
import { makeHintTable } from '../../src/redact/hintTable.ts';
import { ibans } from '../../src/redact/ibans.ts';
import { keyBlocks } from '../../src/redact/keyBlocks.ts';
import { keyedValues } from '../../src/redact/keyedValues.ts';
import { DIGITS } from '../../src/redact/pass.ts';
import { phrases } from '../../src/redact/phrases.ts';
import { queryParameters } from '../../src/redact/queryParameters.ts';
import { quotedPairs } from '../../src/redact/quotedPairs.ts';
import { socialSecurity } from '../../src/redact/socialSecurity.ts';
import { sqlInserts } from '../../src/redact/sqlInserts.ts';
import { urlCredentials } from '../../src/redact/urlCredentials.ts';
import { xmlElements } from '../../src/redact/xmlElements.ts';
import { CLEAN_LINES } from './cleanLines.ts';
import { HABIT_SECRETS } from './habitSecrets.ts';
import { KEYED_SECRETS } from './keyedSecrets.ts';
import { markedLine } from './markedLine.ts';
import { SHAPED_SECRETS } from './shapedSecrets.ts';
import { SPOKEN_SECRETS } from './spokenSecrets.ts';

const PASSES = {
  keyBlocks,
  urlCredentials,
  keyedValues,
  quotedPairs,
  sqlInserts,
  xmlElements,
  queryParameters,
  phrases,
  commandFlags,
  bareTokens,
  socialSecurity,
  ibans,
  cardNumbers,
  emails,
};
const LINES = [...KEYED_SECRETS, ...SHAPED_SECRETS, ...SPOKEN_SECRETS, ...HABIT_SECRETS].map((line) => markedLine(line).line);

describe('hints', () => {
  it('are found as searching for each of them finds them, in any case', () => {
    const literal = fc.string({ unit: fc.constantFrom('a', 'b', ':', ' '), minLength: 1, maxLength: 4 });
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', ':', ' ', 'é'), maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(fc.array(literal, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        text,
        (lists, searched) => {
          const found = makeHintTable(lists).look(searched);
          const lower = ` ${searched.toLowerCase()}`;
          const expected = lists.map((list) => list.some((each) => (each === ' ' ? searched : lower).includes(each)));
          expect(lists.map((_, i) => (found & (1 << i)) !== 0)).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['1234567890', 1],
    ['a 123-456 7890 b', 1],
    ['123456789', 0],
    ['12345.67890', 0],
    ['1234é567890', 0],
  ])('%s has digits in a row: %i', (text, bits) => {
    expect(makeHintTable([[DIGITS], ['x']]).look(text)).toBe(bits);
  });

  it('that are null are always found', () => {
    expect(makeHintTable([['x'], null]).look('')).toBe(2);
  });

  it('must be lower case and ASCII', () => {
    expect(() => makeHintTable([['é']])).toThrow(RangeError);
    expect(() => makeHintTable([['A']])).toThrow(RangeError);
  });

  it.each(Object.entries(PASSES))('of %s hide no line from it that it would change', (_, pass) => {
    const table = makeHintTable([pass.hints]);
    const hidden = LINES.filter((line) => table.look(line) === 0 && pass.run(line, () => '@@') !== line);
    expect(hidden).toEqual([]);
    expect(LINES.some((line) => table.look(line) !== 0)).toBe(true);
    expect(CLEAN_LINES.some((line) => table.look(line) === 0)).toBe(true);
  });
});
