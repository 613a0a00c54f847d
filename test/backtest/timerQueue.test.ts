import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallest } from '../../src/backtest/smallest.ts';
import { TimerQueue } from '../../src/backtest/timerQueue.ts';
import type { Timer } from '../../src/pipeline/decision.ts';

function timer(key: string, dueAt: number): Timer {
  return { key, kind: 'repeat', dueAt, incident: null, integration: null, fingerprint: null };
}

type Move = { set: string; at: number } | { clear: string } | { due: number; limit: number } | { shift: number };

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ set: key, at: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ clear: key }) },
  { weight: 3, arbitrary: fc.record({ due: fc.integer({ min: 0, max: 9 }), limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ shift: fc.integer({ min: -3, max: 3 }) }) },
);

it('fires in the order of a sorted list, whatever is set, replaced, cleared and shifted', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 300 }), (moves) => {
      const queue = new TimerQueue();
      let list: Timer[] = [];
      for (const each of moves) {
        if ('set' in each) {
          queue.set(timer(each.set, each.at));
          list = [...list.filter((known) => known.key !== each.set), timer(each.set, each.at)];
        } else if ('clear' in each) {
          queue.clear(each.clear);
          list = list.filter((known) => known.key !== each.clear);
        } else if ('shift' in each) {
          queue.shift(each.shift, (known) => known.key !== 'a');
          list = list.map((known) => (known.key === 'a' ? known : { ...known, dueAt: known.dueAt + each.shift }));
        }
        list.sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
        expect(queue.nextDue()).toBe(list[0]?.dueAt ?? null);
        if ('due' in each) {
          const expected = list.filter(({ dueAt }) => dueAt <= each.due).slice(0, each.limit);
          expect(queue.due(each.due, each.limit)).toEqual(expected);
        }
      }
    }),
  );
});

it('picks the smallest texts after a place, as sorting all of them would', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.string(), fc.integer({ min: 1, max: 5 }), (texts, after, count) => {
      const sorted = texts.filter((text) => text > after).sort();
      expect(smallest(texts, after, count)).toEqual(sorted.slice(0, count));
    }),
  );
});
