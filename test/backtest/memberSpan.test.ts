import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memberSpan } from '../../src/backtest/memberSpan.ts';

function member(text: string): string | null {
  const span = memberSpan(text, 'body');
  return span && text.slice(span.from, span.to);
}

it.each([
  ['{"body":{"a":1},"x":2}', '{"a":1}'],
  ['{"x":2, "body" : [1,{"body":3}] }', ' [1,{"body":3}] '],
  ['{"x":{"body":1},"body":2}', '2'],
  ['{"x":"body","body":3}', '3'],
  ['{"x":"\\"body\\":1","body":"a\\\\\\"}"}', '"a\\\\\\"}"'],
  ['{"x":["body",1]}', null],
  ['{"body"', null],
  ['{"bod":1}', null],
  ['["body",1]', null],
])('%s', (text, expected) => {
  expect(member(text)).toBe(expected);
});

it('finds what JSON.parse finds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.nat(), (others, body, at) => {
      const { body: _, ...rest } = others;
      const members = Object.entries(rest);
      members.splice(at % (members.length + 1), 0, ['body', body]);
      const text = `{${members.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`;
      expect(JSON.parse(member(text) ?? 'null')).toEqual(JSON.parse(JSON.stringify(body)));
    }),
  );
});
