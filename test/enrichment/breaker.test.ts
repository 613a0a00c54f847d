import { expect, it } from 'vitest';
import { Breaker } from '../../src/enrichment/breaker.ts';

const SECOND = 1_000;

it('leaves a source alone after three troubles in a row, and tries it once after a pause that grows', () => {
  const breaker = new Breaker();
  const asked = (now: number): number | null => breaker.pauseOf('loki', now);
  for (const at of [0, 1, 2]) {
    expect(asked(at)).toBeNull();
    breaker.settle('loki', true, at);
  }
  expect(asked(10 * SECOND)).toBe(30 * SECOND + 2 - 10 * SECOND);
  const again = 30 * SECOND + 2;
  expect(asked(again)).toBeNull();
  // One tries it for all.
  expect(asked(again + 1)).not.toBeNull();
  breaker.settle('loki', true, again + SECOND);
  expect(asked(again + 31 * SECOND)).toBe(30 * SECOND);
  expect(asked(again + 61 * SECOND)).toBeNull();
  breaker.settle('loki', false, again + 62 * SECOND);
  expect(asked(again + 62 * SECOND)).toBeNull();
  expect(asked(again + 62 * SECOND)).toBeNull();
});

it('never pauses for more than five minutes', () => {
  const breaker = new Breaker();
  let now = 0;
  for (let n = 0; n < 20; n += 1) {
    const pause = breaker.pauseOf('loki', now);
    if (pause !== null) {
      expect(pause).toBeLessThanOrEqual(300 * SECOND);
      now += pause;
      expect(breaker.pauseOf('loki', now)).toBeNull();
    }
    breaker.settle('loki', true, now);
  }
  expect(breaker.pauseOf('loki', now)).toBe(300 * SECOND);
});

it('does not mind troubles that do not come in a row, nor those of others', () => {
  const breaker = new Breaker();
  for (const trouble of [true, true, false, true, true]) breaker.settle('loki', trouble, 0);
  for (let n = 0; n < 3; n += 1) breaker.settle('jaeger', true, 0);
  expect(breaker.pauseOf('loki', 1)).toBeNull();
  expect(breaker.pauseOf('jaeger', 1)).not.toBeNull();
});
