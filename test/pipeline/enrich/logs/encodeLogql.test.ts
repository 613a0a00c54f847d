import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { encodeLogql } from '../../../../src/pipeline/enrich/logs/encodeLogql.ts';
import { SourceError } from '../../../../src/pipeline/enrich/sourceError.ts';
import { TemplateError } from '../../../../src/template/templateError.ts';
import { type LogqlQuery, readLogql } from '../../../fakes/logqlModel.ts';
import { hostileValue, isSayable } from './hostileValue.ts';

const values = (value: string) => ({ labels: { x: value }, annotations: {}, facts: {} });

function read(query: string): LogqlQuery {
  const found = readLogql(query);
  if ('errorAt' in found) throw new Error(`${query} cannot be read at ${found.errorAt}`);
  return found;
}

describe('a value in LogQL', () => {
  it.each([
    ['{app="{{ labels.x }}"}', 'a"b\\c', '{app="a\\"b\\\\c"}'],
    ['{app=`{{ labels.x }}`}', 'a"b\\c', '{app=`a"b\\c`}'],
    ['{app=~"{{ labels.x }}.*"}', 'a.b', '{app=~"a\\\\.b.*"}'],
    ['{app=~`{{ labels.x }}.*`}', 'a.b', '{app=~`a\\.b.*`}'],
    ['{app!~"{{ labels.x }}", job="j"}', 'a|b', '{app!~"a\\\\|b", job="j"}'],
    ['{a="1"} |= "{{ labels.x }}"', '.', '{a="1"} |= "."'],
    ['{a="1"} |~ "{{ labels.x }}"', '.', '{a="1"} |~ "\\\\."'],
    ['{a="1"} |~ "y" or "{{ labels.x }}"', '.', '{a="1"} |~ "y" or "\\\\."'],
    ['{a="1"} != "y" or "{{ labels.x }}"', '.', '{a="1"} != "y" or "."'],
    ['{a="1"} | json | pod="{{ labels.x }}"', 'p', '{a="1"} | json | pod="p"'],
    ['{a="1"} | json != "{{ labels.x }}"', 'p', '{a="1"} | json != "p"'],
    ['{a="1"} # "quoted\n |= "{{ labels.x }}"', 'p', '{a="1"} # "quoted\n |= "p"'],
    ['{app="{{ labels.x | lower }}-{{ labels.x }}"}', 'A', '{app="a-A"}'],
  ])('%s with %s is %s', (source, value, query) => {
    expect(encodeLogql(source).fill(values(value))).toBe(query);
  });

  it.each([
    ['{app={{ labels.x }}}', 'outside of any string'],
    ['{{{ labels.x }}="a"}', 'outside of any string'],
    ['{app="a"} # {{ labels.x }}', 'in a comment'],
    ['{app="a"} /* {{ labels.x }} */', 'in a comment'],
    ['{app="a"} | line_format "{{ labels.x }}"', 'read as an instruction'],
    ['{app="a"} | label_format b="{{ labels.x }}"', 'read as an instruction'],
    ['{app="a"} | json b="{{ labels.x }}"', 'read as an instruction'],
    ['{app="a"} | regexp "{{ labels.x }}"', 'read as an instruction'],
    ['{app="a"} |> "<_> {{ labels.x }}"', 'read as an instruction'],
    ['{app="a"} |= ip("{{ labels.x }}")', 'read as an instruction'],
    ['{app="a"} |~ "\\\\{{ labels.x }}"', 'has a \\ right before {{ labels.x }}'],
    ['{app="a"} |~ `\\{{ labels.x }}`', 'has a \\ right before {{ labels.x }}'],
    ['{app="a"} |~ `\\Q{{ labels.x }}\\E`', 'has \\Q'],
    ['{app="\\{{ labels.x }}"}', 'a \\ before a slot'],
    ['{app="a}', 'does not end'],
    ["{app='{{ labels.x }}'}", "has a ' outside of any string"],
    ['{app="{{ pod }}"}', 'unknown name "pod"'],
    ['rate()', 'has no selector'],
    ['{app="a"', 'without its }'],
    ['{}', 'may match every stream'],
    ['{app=~".*"}', 'may match every stream'],
    ['{app=""}', 'may match every stream'],
    ['{app!="x", b=~"{{ labels.x }}|"}', 'may match every stream'],
    ['{app=~"("}', 'is refused'],
  ])('%s is refused by the configuration: %s', (source, message) => {
    expect(() => encodeLogql(source)).toThrow(TemplateError);
    expect(() => encodeLogql(source)).toThrow(message);
  });

  it.each(['{app!=""}', '{app=~"{{ labels.x }}.*"}', '{app=~".+"}', '{a="", b="{{ labels.x }}"}', 'sum(rate({a="x"}[1m]))'])(
    '%s may be configured',
    (source) => {
      expect(encodeLogql(source).source).toBe(source);
    },
  );

  it('is asked for by name where the alert has none, or none that can be said', () => {
    const ask = (source: string, x: string) => () => encodeLogql(source).fill(values(x));
    expect(ask('{a="{{ labels.x }}"}', '')).toThrow(
      new SourceError('nothing is asked: the alert has no {{ labels.x }}', 'unusable'),
    );
    expect(ask('{a=`{{ labels.x }}`}', '`')).toThrow(
      "nothing is asked: the alert's {{ labels.x }} is nothing that can be asked for here",
    );
  });

  it.each([
    '{app="{{ labels.x }}", env="prod"} |= "e" | json | level="error"',
    '{app=`{{ labels.x }}`} |~ "(?i)err"',
    '{app="a"} |= "{{ labels.x }}" | pod="p"',
    '{app="a"} |= `{{ labels.x }}`',
    '{app="a"} != "b" or "{{ labels.x }}"',
    '{app="a"} | logfmt | pod="{{ labels.x }}" or pod="q"',
  ])('whatever it is, %s keeps its tree and has exactly that value', (source) => {
    const template = encodeLogql(source);
    const plain = read(template.fill(values('plain')));
    fc.assert(
      fc.property(hostileValue, (value) => {
        if (!isSayable(value) || (source.includes('`{{') && value.includes('`'))) {
          expect(() => template.fill(values(value))).toThrow('nothing is asked');
          return;
        }
        const found = read(template.fill(values(value)));
        expect(found.shape).toEqual(plain.shape);
        expect(found.strings).toEqual(plain.strings.map((text) => (text === 'plain' ? value : text)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '{app=~"{{ labels.x }}"}',
    '{app=~`{{ labels.x }}`}',
    '{app="a"} |~ "{{ labels.x }}"',
    '{app="a"} |~ `[{{ labels.x }}]+`',
  ])('whatever it is, in the regex of %s it stands for itself', (source) => {
    const template = encodeLogql(source);
    const shape = read(template.fill(values('plain'))).shape;
    fc.assert(
      fc.property(hostileValue, hostileValue, (value, other) => {
        if (!isSayable(value) || (source.includes('`') && value.includes('`'))) return;
        const found = read(template.fill(values(value)));
        expect(found.shape).toEqual(shape);
        const regex = RE2JS.compile(`^(?:${found.strings.at(-1)})$`);
        expect(regex.test(value)).toBe(true);
        const isSet = source.includes('[{{');
        const meant = isSet ? other !== '' && [...other].every((rune) => [...value].includes(rune)) : other === value;
        if (other.isWellFormed()) expect(regex.test(other)).toBe(meant);
      }),
      { numRuns: 500 },
    );
  });
});
