import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { valueAxis, writeValue } from '../../../../src/pipeline/enrich/metrics/valueAxis.ts';

describe('valueAxis', () => {
  it.each([
    [[0.02, 0.97], '0 0.25 0.50 0.75 1.00'],
    [[120, 980], '0 250 500 750 1000'],
    [[3.7e9, 5.3e9], '3.5G 4.0G 4.5G 5.0G 5.5G'],
    [[2e-6, 73e-6], '0 20µ 40µ 60µ 80µ'],
    [[-19, -4], '−20 −15 −10 −5 0'],
    [[-5, 5], '−5.0 −2.5 0 2.5 5.0'],
    [[1_234_567], '0.5M 1.0M 1.5M 2.0M'],
    [[0], '0 0.25 0.50 0.75 1.00'],
    [[], '0 0.25 0.50 0.75 1.00'],
    [[Number.NaN, Number.POSITIVE_INFINITY, 3, 4], '3.00 3.25 3.50 3.75 4.00'],
  ])('of %j', (values, labels) => {
    const written = valueAxis(values).ticks.map(({ label }) => label);
    expect(written.join(' ')).toBe(labels);
  });

  test('whatever the values are, they are on it, and its ticks are few and rise', () => {
    const value = fc.double({ min: -1e290, max: 1e290, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const { least, most, ticks } = valueAxis(values);
        const span = most - least;
        expect(span).toBeGreaterThan(0);
        for (const one of values) expect(one >= least - span * 1e-6 && one <= most + span * 1e-6).toBe(true);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks.every(({ value: at }, i) => i === 0 || at > (ticks[i - 1]?.value ?? 0))).toBe(true);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      }),
    );
  });
});

it.each([
  [0.9, '0.9'],
  [0, '0'],
  [1250, '1.25k'],
  [-5, '−5'],
  [4e-5, '40µ'],
  [8.5e9, '8.5G'],
  [1 / 3, '0.3333'],
  [999_999, '1000k'],
  [Number.POSITIVE_INFINITY, '∞'],
])('writes %d as %s', (value, written) => expect(writeValue(value)).toBe(written));
