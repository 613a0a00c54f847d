import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { encodeLogsql } from '../../../../src/pipeline/enrich/logs/encodeLogsql.ts';
import { TemplateError } from '../../../../src/template/templateError.ts';
import { logsqlTokens } from '../../../fakes/logsqlTokens.ts';
import { hostileValue, isSayable } from './hostileValue.ts';

const values = (value: string) => ({ labels: { x: value }, annotations: {}, facts: {} });

describe('a value in LogsQL', () => {
  it.each([
    ['app:="{{ labels.x }}" error', 'a"b', 'app:="a\\"b" error'],
    ["app:='{{ labels.x }}'", `a"b'c\\`, `app:='a"b\\'c\\\\'`],
    ['app:`{{ labels.x }}`', 'a"b', 'app:`a"b`'],
    ['app:~"^{{ labels.x }}$"', 'a.b', 'app:~"^a\\\\.b$"'],
    ['{app=~"{{ labels.x }}"}', 'a.b', '{app=~"a\\\\.b"}'],
    ['{app="{{ labels.x }}" or app="b"}', 'a.b', '{app="a.b" or app="b"}'],
    ['app:re("{{ labels.x }}")', 'a.b', 'app:re("a\\\\.b")'],
    ['app:in("{{ labels.x }}", "b")', 'a.b', 'app:in("a.b", "b")'],
    ['{app in ("{{ labels.x }}")}', 'a', '{app in ("a")}'],
    ['error AND ("{{ labels.x }}" or "b") | limit 5', '|', 'error AND ("|" or "b") | limit 5'],
    ['NOT ("{{ labels.x }}")', 'a', 'NOT ("a")'],
  ])('%s with %s is %s', (source, value, query) => {
    expect(encodeLogsql(source).fill(values(value))).toBe(query);
  });

  it.each([
    ['app:{{ labels.x }}', 'outside of any string'],
    ['error # {{ labels.x }}', 'in a comment'],
    ['"{{ labels.x }}":error', 'the name of a field'],
    ['"{{ labels.x }}"*:error', 'the name of a field'],
    ['{"{{ labels.x }}"="a"}', 'the name of a field'],
    ['{"{{ labels.x }}" in ("a")}', 'the name of a field'],
    ['error | format "{{ labels.x }}"', 'after a |'],
    ['app:pattern_match("{{ labels.x }}")', 'in pattern_match(…)'],
    ['app:range["{{ labels.x }}", 5]', 'in range(…)'],
    ['options(concurrency="{{ labels.x }}") *', 'in options(…)'],
    ['app:~`\\{{ labels.x }}`', 'has a \\ right before {{ labels.x }}'],
    ['app:"a', 'does not end'],
    [' # nothing', 'asks for nothing'],
  ])('%s is refused by the configuration: %s', (source, message) => {
    expect(() => encodeLogsql(source)).toThrow(TemplateError);
    expect(() => encodeLogsql(source)).toThrow(message);
  });

  it.each([
    'app:="{{ labels.x }}" level:in("error", "fatal") | sort by (_time)',
    "app:='{{ labels.x }}' error",
    '{app=`{{ labels.x }}`} error',
    'app:in("b", "{{ labels.x }}")',
  ])('whatever it is, %s keeps its tokens and has exactly that value', (source) => {
    const template = encodeLogsql(source);
    const plain = logsqlTokens(template.fill(values('plain')));
    fc.assert(
      fc.property(hostileValue, (value) => {
        if (!isSayable(value) || (source.includes('`') && value.includes('`'))) {
          expect(() => template.fill(values(value))).toThrow('nothing is asked');
          return;
        }
        const found = logsqlTokens(template.fill(values(value)));
        expect(found).toEqual(plain.map((token) => (token.text === 'plain' ? { ...token, text: value } : token)));
      }),
      { numRuns: 500 },
    );
  });

  it('whatever it is, in a regex it stands for itself', () => {
    const template = encodeLogsql('app:~"{{ labels.x }}"');
    fc.assert(
      fc.property(hostileValue.filter(isSayable), hostileValue.filter(isSayable), (value, other) => {
        const regex = RE2JS.compile(`^(?:${logsqlTokens(template.fill(values(value))).at(-1)?.text})$`);
        expect(regex.test(value)).toBe(true);
        expect(regex.test(other)).toBe(other === value);
      }),
      { numRuns: 500 },
    );
  });
});
