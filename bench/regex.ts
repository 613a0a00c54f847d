import { makeMatcher } from '../src/alert/matcher.ts';
import { median } from './load.ts';

const PATTERN = '(a+)+$';
const RUNS = 50;

/** What a pattern costs that makes backtracking engines hang: ten times as long a value, ten times as much. */
export function benchRegex(): string[] {
  const { fits } = makeMatcher('x', '=~', PATTERN);
  return [10_000, 100_000].map((length) => {
    const value = `${'a'.repeat(length)}!`;
    const took = Array.from({ length: RUNS }, () => {
      const started = performance.now();
      fits(value);
      return performance.now() - started;
    });
    return `| \`${PATTERN}\` | ${length / 1_000} kB | ${median(took).toFixed(2)} | ${Math.max(...took).toFixed(2)} |`;
  });
}
