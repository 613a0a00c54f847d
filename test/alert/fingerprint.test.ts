import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { emptyLabels } from '../../src/alert/labels.ts';

it.each([
  ['what a real Alertmanager gave', { alertname: 'DemoAlert', server: 'ni3', severity: 'critical' }, '8a07086b74f3ba78'],
  ['no labels', {}, 'cbf29ce484222325'],
])('%s', (_case, labels, mark) => {
  expect(fingerprint(labels)).toBe(mark);
});

it('does not depend on the order of the labels', () => {
  expect(fingerprint({ severity: 'critical', server: 'ni3', alertname: 'DemoAlert' })).toBe('8a07086b74f3ba78');
});

it('tells a boundary between name and value from its neighbours', () => {
  const marks = [{ ab: 'c' }, { a: 'bc' }, { a: 'b', c: '' }, { abc: '' }].map(fingerprint);
  expect(new Set(marks).size).toBe(4);
});

/** FNV-1a by the book, on names in the order of their bytes, as Go sorts them. */
function byTheBook(labels: Readonly<Record<string, string>>): string {
  let hash = 0xcbf29ce484222325n;
  const names = Object.keys(labels).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    for (const byte of [...Buffer.from(name), 0xff, ...Buffer.from(labels[name] as string), 0xff]) {
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
    }
  }
  return hash.toString(16).padStart(16, '0');
}

it('is FNV-1a of any labels', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (pairs) => {
      const labels = emptyLabels();
      for (const [name, value] of pairs) labels[name] = value;
      expect(fingerprint(labels)).toBe(byTheBook(labels));
    }),
    { numRuns: 500 },
  );
});
