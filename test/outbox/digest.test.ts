import { expect, it } from 'vitest';
import { SupersededDigest } from '../../src/outbox/digest.ts';
import { fakeClock, START } from '../fakeClock.ts';

it('gathers for a minute from the first, each target by itself', () => {
  const clock = fakeClock();
  const digest = new SupersededDigest(clock);
  expect([digest.takeDue(), digest.nextDue(clock.now())]).toEqual([[], null]);
  digest.add('a', 1);
  clock.advance(30_000);
  digest.add('b', 2);
  digest.add('a', 3);
  expect(digest.nextDue(clock.now())).toBe(START + 60_000);
  clock.advance(29_999);
  expect(digest.takeDue()).toEqual([]);
  clock.advance(1);
  expect(digest.takeDue()).toEqual([{ target: 'a', incidents: [1, 3] }]);
  expect(digest.nextDue(clock.now())).toBe(START + 90_000);
  clock.advance(30_000);
  expect(digest.takeDue()).toEqual([{ target: 'b', incidents: [2] }]);
  expect(digest.takeDue()).toEqual([]);
});

it('holds two hundred at most', () => {
  const clock = fakeClock();
  const digest = new SupersededDigest(clock);
  for (let number = 1; number <= 1_000; number += 1) digest.add('a', number);
  clock.advance(60_000);
  expect(digest.takeDue()[0]?.incidents).toHaveLength(200);
});
