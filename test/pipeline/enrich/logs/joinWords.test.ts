import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinWords } from '../../../../src/pipeline/enrich/logs/joinWords.ts';
import type { Word } from '../../../../src/pipeline/enrich/logs/lineShape.ts';

function joined(...texts: readonly string[]): string {
  const words = texts.map((shown): readonly Word[] => [{ key: 'k', shown, gap: '' }]);
  return words.reduce(joinWords)[0]?.shown ?? '';
}

describe('words joined', () => {
  it.each([
    [['amy', 'amy'], 'amy'],
    [['amy', 'ben'], '<*>'],
    [['(amy),', '(ben),', '(cem),'], '(<*>),'],
    [['(amy)', '[ben)'], '<*>)'],
    [['"a"', '"b"'], '"<*>"'],
    [['<n>', '<hex>'], '<*>'],
    [['😀a', '😁a'], '<*>'],
  ])('%j: %s', (texts, shown) => {
    expect(joined(...texts)).toBe(shown);
  });

  it('are the same in any order', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '(', ')', '"', '<', '>', '*', '…', ',', '😀', '😁'),
      minLength: 1,
      maxLength: 5,
    });
    const orders = fc
      .array(text, { minLength: 1, maxLength: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(orders, ([some, others]) => {
        expect(joined(...some)).toBe(joined(...others));
      }),
      { numRuns: 2000 },
    );
  });
});
