import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalLabels, emptyLabels, labelValue } from '../../src/alert/labels.ts';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length', 'alertname'];

it.each(NAMES)('a label may be named %s', (name) => {
  const labels = emptyLabels();
  expect(labelValue(labels, name)).toBe('');
  labels[name] = 'value';
  expect(labelValue(labels, name)).toBe('value');
  expect(Object.keys(labels)).toEqual([name]);
});

it('reads nothing that an ordinary object inherits', () => {
  expect(NAMES.map((name) => labelValue({}, name))).toEqual(NAMES.map(() => ''));
});

it('is one text exactly for equal labels', () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES, 'a', 'b', '"', ','), fc.string({ maxLength: 3 })), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(pairs, pairs, fc.infiniteStream(fc.nat(100)), (one, other, order) => {
      const record = (list: readonly [string, string][]) => {
        const labels = emptyLabels();
        for (const [name, value] of list) labels[name] = value;
        return labels;
      };
      const shuffled = one.map((pair) => ({ pair, at: order.next().value })).sort((a, b) => a.at - b.at);
      expect(canonicalLabels(record(shuffled.map(({ pair }) => pair)))).toBe(canonicalLabels(record(one)));
      const isSame =
        one.length === other.length && one.every(([name, value]) => other.some(([n, v]) => n === name && v === value));
      expect(canonicalLabels(record(one)) === canonicalLabels(record(other))).toBe(isSame);
    }),
  );
});
