import { expect, it } from 'vitest';
import { Limiter } from '../../src/outbox/limiter.ts';

const RATE = { perMinute: 60, burst: 3 };

function burst(limiter: Limiter, key: string, now: number): number {
  let sent = 0;
  while (limiter.waitMs(key, RATE, now) === 0) {
    limiter.take(key, RATE, now);
    sent += 1;
  }
  return sent;
}

it('lets a burst through, and then one for each second', () => {
  const limiter = new Limiter();
  expect(burst(limiter, 'a', 1_000)).toBe(3);
  expect(limiter.waitMs('a', RATE, 1_000)).toBe(1_000);
  expect(limiter.waitMs('a', RATE, 1_400)).toBe(600);
  expect(burst(limiter, 'a', 2_000)).toBe(1);
  expect(burst(limiter, 'a', 4_500)).toBe(2);
  expect(limiter.waitMs('a', RATE, 4_500)).toBe(500);
});

it('saves up no more than a burst', () => {
  const limiter = new Limiter();
  expect(burst(limiter, 'a', 0)).toBe(3);
  expect(burst(limiter, 'a', 3_600_000)).toBe(3);
});

it('never lets more through in a minute than the burst and a minute', () => {
  const limiter = new Limiter();
  let sent = 0;
  for (let now = 0; now <= 60_000; now += 50) sent += burst(limiter, 'a', now);
  expect(sent).toBe(63);
});

it('knows accounts apart', () => {
  const limiter = new Limiter();
  expect(burst(limiter, 'a', 0)).toBe(3);
  expect(burst(limiter, 'b', 0)).toBe(3);
});

it('holds an account back for as long as it was asked to, and never less than before', () => {
  const limiter = new Limiter();
  limiter.pause('a', RATE, 0, 10_000);
  limiter.pause('a', RATE, 0, 2_000);
  expect(limiter.waitMs('a', RATE, 0)).toBe(10_000);
  expect(limiter.waitMs('b', RATE, 0)).toBe(0);
  expect(limiter.waitMs('a', RATE, 9_999)).toBe(1);
  expect(limiter.waitMs('a', RATE, 10_000)).toBe(0);
});

it('counts what is under way', () => {
  const limiter = new Limiter();
  limiter.take('a', RATE, 0);
  limiter.take('a', RATE, 0);
  limiter.done('a');
  limiter.done('never heard of');
  expect([limiter.inFlight('a'), limiter.inFlight('b'), limiter.inFlight('never heard of')]).toEqual([1, 0, 0]);
});
