import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { promqlTokens } from '../../../../src/pipeline/enrich/metrics/promqlTokens.ts';
import { splitComparison } from '../../../../src/pipeline/enrich/metrics/splitComparison.ts';

describe('splitComparison', () => {
  it.each([
    ['up == 0', 'up', 0],
    ['rate(x[5m]) > 0.9', 'rate(x[5m])', 0.9],
    ['rate(x[5m]) >= 5', 'rate(x[5m])', 5],
    ['5 < x', 'x', 5],
    ['x > bool 5', 'x', 5],
    ['5 < bool x', 'x', 5],
    ['x<-0.5', 'x', -0.5],
    ['x != 1e3', 'x', 1000],
    ['x > 0x10', 'x', 16],
    ['x > Inf', 'x', Number.POSITIVE_INFINITY],
    ['x > 15 * 60', 'x', 900],
    ['x / 60 > 80 / 100', 'x / 60', 0.8],
    ['(x > 5)', 'x', 5],
    ['((x) > (5))', '(x)', 5],
    ['sum by (le) (x{a="b > 7"}) > 5', 'sum by (le) (x{a="b > 7"})', 5],
    ['max_over_time((x > 3)[5m:1m]) > 1', 'max_over_time((x > 3)[5m:1m])', 1],
    ['# a comment > 1\nx > 2 # another', 'x', 2],
    ['x offset 5m > 3', 'x offset 5m', 3],
    ["x{a='\\'>'} > 1", "x{a='\\'>'}", 1],
    ['x{a=`"`} > 1', 'x{a=`"`}', 1],
    ['and_b > 1', 'and_b', 1],
    ['-x > 1', '-x', 1],
    ['sum(x > 1) > 2', 'sum(x > 1)', 2],
  ])('%s is drawn as %s, with a line at %d', (expression, drawn, threshold) => {
    expect(splitComparison(expression)).toEqual({ drawn, threshold });
  });

  it.each([
    'x',
    'a > b',
    'a > on (pod) b',
    'a > 5 and b > 3',
    'a > 5 AND b',
    'a unless b > 5',
    'a > 5 or vector(1)',
    '5 > 3',
    'x > 5 > 3',
    'x > 5 * y',
    'x > 5m',
    'x > 5 + 1',
    'x > NaN',
    'x > 0 / 0',
    'x{a=">5"}',
    'rate(x[5m] > 5',
    'x{a="> 5',
    'absent(x > 5)',
    '> 5',
    'x >',
    '',
    'x $ 5 > 3',
    ')x( > 5',
    '(x > 5) * 2',
  ])('leaves %s as it is', (expression) => {
    expect(splitComparison(expression)).toEqual({ drawn: expression, threshold: null });
  });

  test('whatever is compared comes back, and anything at all is survived', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value));
    const grouped = fc.string({ unit: fc.constantFrom('a', '>', '<', '=', ' ', '(', ')', '"', '5', '{', '}', ' and ', '#') });
    fc.assert(
      fc.property(text, fc.float({ noNaN: true, noDefaultInfinity: true }), (value, number) => {
        const drawn = `sum(rate(x{a=${value}}[5m]))`;
        fc.pre(promqlTokens(drawn) !== null);
        expect(splitComparison(`${drawn} > ${number}`)).toEqual({ drawn, threshold: Number(`${number}`) });
      }),
    );
    fc.assert(
      fc.property(grouped, (expression) => {
        const { drawn, threshold } = splitComparison(expression);
        expect(expression).toContain(drawn);
        if (threshold === null) expect(drawn).toBe(expression);
      }),
    );
  });
});
