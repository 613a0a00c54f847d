import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeFilterPattern } from '../../../../src/pipeline/enrich/logs/encodeFilterPattern.ts';
import { hostileValue, isSayable } from './hostileValue.ts';

const values = (value: string) => ({ labels: { x: value }, annotations: {}, facts: {} });

it.each([
  ['ERROR', 'a', 'ERROR'],
  ['ERROR "{{ labels.x }}"', 'a b', 'ERROR "a b"'],
  ['{ $.service = "{{ labels.x }}" }', 'shop', '{ $.service = "shop" }'],
  ['?"{{ labels.x }}" ?ERROR', '-a', '?"-a" ?ERROR'],
  ['%ERR(OR)?%', 'a', '%ERR(OR)?%'],
])('%s with %s is %s', (source, value, pattern) => {
  expect(encodeFilterPattern(source).fill(values(value))).toBe(pattern);
});

it.each([
  ['{{ labels.x }}', 'outside of quotes: write "{{ labels.x }}"'],
  ['"a" {{ labels.x }}', 'outside of quotes'],
  ['"a\\"" "{{ labels.x }}"', 'where a string ends is then not certain'],
  ['%a% "{{ labels.x }}"', 'beside %'],
])('%s is refused by the configuration: %s', (source, message) => {
  expect(() => encodeFilterPattern(source)).toThrow(message);
});

it('a value is said as it is, or nothing is asked', () => {
  const template = encodeFilterPattern('ERROR "{{ labels.x }}" -"b"');
  fc.assert(
    fc.property(hostileValue, (value) => {
      if (!isSayable(value) || /["\\*%]/.test(value)) {
        expect(() => template.fill(values(value))).toThrow('nothing is asked');
        return;
      }
      expect(template.fill(values(value)).split('"')).toEqual(['ERROR ', value, ' -', 'b', '']);
    }),
  );
});
