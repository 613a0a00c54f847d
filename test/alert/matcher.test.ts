import { describe, expect, it, vi } from 'vitest';
import { emptyLabels } from '../../src/alert/labels.ts';
import { formatMatchers, matchersAreAmbiguous, matches, matchesAll, parseMatchers } from '../../src/alert/matcher.ts';
import { MatcherError } from '../../src/alert/matcherError.ts';

describe('parseMatchers', () => {
  it.each([
    ['a="b"', '{a="b"}'],
    ['a=b', '{a="b"}'],
    [' severity =~ warning|info ', '{severity=~"warning|info"}'],
    ['a!="b"', '{a!="b"}'],
    ['a!~"b.*"', '{a!~"b.*"}'],
    ['{a="b",c=~"d",}', '{a="b", c=~"d"}'],
    ['{ a = "b" , c != "d" }', '{a="b", c!="d"}'],
    ['a="b",c="d"', '{a="b", c="d"}'],
    ['a="x,y",b="{}"', '{a="x,y", b="{}"}'],
    ['a=""', '{a=""}'],
    ['a=', '{a=""}'],
    ['{}', '{}'],
    ['', '{}'],
    ['job:rate5m="1"', '{job:rate5m="1"}'],
    ['a="say \\"hi\\""', '{a="say \\"hi\\""}'],
    ['a="back\\\\slash"', '{a="back\\\\slash"}'],
    ['a="one\\ntwo"', '{a="one\\ntwo"}'],
    // Only the newer syntax has these.
    ['"service name"="x"', '{"service name"="x"}'],
    ['größe=~".+"', '{"größe"=~".+"}'],
    ['"a\\u00e9"="\\xc3\\xa9"', '{"aé"="é"}'],
    ['{"a,b"="c",}', '{"a,b"="c"}'],
    // Only the classic syntax has these: a backslash before any other letter is itself.
    ['a=~"\\d+"', '{a=~"\\\\d+"}'],
    ['a=b c', '{a="b c"}'],
    ['a==b', '{a="=b"}'],
  ])('%s', (text, expected) => {
    expect(formatMatchers(parseMatchers(text))).toBe(expected);
  });

  it('reads the classic way where the two syntaxes disagree', () => {
    expect(parseMatchers('a="\\t"')[0]?.value).toBe('\\t');
    expect(parseMatchers('a=~"x\\x41"')[0]?.value).toBe('x\\x41');
    expect(matchersAreAmbiguous('a="\\t"')).toBe(true);
    expect(matchersAreAmbiguous('a="\\n"')).toBe(false);
    expect(matchersAreAmbiguous('"a b"="\\t"')).toBe(false);
  });
});

describe('parseMatchers, given what is no matcher', () => {
  it.each([
    ['x', /expected one of =, !=, =~, !~ at position 1, found the end/],
    ['="x"', /expected a label name at position 0/],
    ['a="b', /"b lacks its closing double quote/],
    ['a="b"c', /expected a comma or the end at position 5, found "c"/],
    ['"a b"=', /expected a value \(write "" for the empty one\)/],
    ['{"a b"="c"', /expected a comma or a closing brace/],
    ['"a b"="c"}', /expected a comma or the end/],
    ['"a b"="\\q"', /"\\q" has an escape that is not known/],
    ['"a b"="\\xff"', /has an escape that is not known/],
    [',', /expected a label name at position 0/],
  ])('refuses %s', (text, message) => {
    expect(() => parseMatchers(text)).toThrow(message);
    expect(() => parseMatchers(text)).toThrow(MatcherError);
  });

  it.each([
    ['a=~"(?=b)"', '"(?=b)"', 'invalid or unsupported Perl syntax at "(?="'],
    ['a=~"(b)\\\\1"', '"(b)\\\\1"', 'invalid escape sequence'],
    ['a=~"["', '"["', 'missing closing ]'],
    ['a=~"b)|(c"', '"b)|(c"', 'unexpected )'],
    ['a=~"b{1001}"', '"b{1001}"', 'invalid repeat count'],
    ['"a b"!~"*"', '"*"', 'missing argument to repetition operator'],
  ])('refuses the regex of %s, and says which and why', (text, pattern, reason) => {
    const refused = (): unknown => parseMatchers(text);
    expect(refused).toThrow(`the regex ${pattern} is refused: `);
    expect(refused).toThrow(reason);
  });
});

describe('what is parsed', () => {
  it('reads long blanks and long strings in one go', () => {
    expect(parseMatchers(`a=b${' '.repeat(300_000)}c`)[0]?.value).toHaveLength(300_002);
    expect(parseMatchers(`"a b"="\\u00e9${'x'.repeat(300_000)}"`)[0]?.value).toHaveLength(300_001);
  });

  it('writes what it reads back to the same', () => {
    for (const value of ['', 'x', '"', '\\', '\n', '\t', 'é', '\\n', '{a="b"}', "'", '`', '\u2028']) {
      for (const name of ['a', 'a b', '"', 'severity', 'é']) {
        const text = formatMatchers([{ name, operator: '=', value }]);
        expect(parseMatchers(text), text).toMatchObject([{ name, operator: '=', value }]);
      }
    }
  });
});

describe('matches', () => {
  const labels = { alertname: 'DiskFull', env: 'prod', note: 'a\nb' };

  it.each([
    ['alertname="DiskFull"', true],
    ['alertname="diskfull"', false],
    ['alertname="Disk.*"', false],
    ['alertname!="DiskFull"', false],
    ['alertname!="Other"', true],
    ['alertname=~"Disk"', false],
    ['alertname=~"Disk.*"', true],
    ['alertname=~"(?i)diskfull"', true],
    ['alertname=~"DiskFull|Other"', true],
    ['alertname=~"Full|Disk"', false],
    ['alertname!~"Disk|Other"', true],
    ['alertname!~"Disk.+"', false],
    ['note=~"a.b"', false],
    ['note=~"(?s)a.b"', true],
    ['note=~"a"', false],
    ['missing=""', true],
    ['missing!="x"', true],
    ['missing!=""', false],
    ['missing=~".*"', true],
    ['missing=~".+"', false],
    ['missing=~""', true],
    ['missing=~"|x"', true],
    ['missing!~"x"', true],
    ['constructor=""', true],
    ['__proto__=""', true],
    ['toString!~".+"', true],
  ])('%s is %s', (text, expected) => {
    expect(matchesAll(parseMatchers(text), labels, 'error')).toBe(expected);
  });

  it('takes a label named __proto__ for a label', () => {
    const odd = emptyLabels();
    Reflect.set(odd, '__proto__', 'x');
    expect(matchesAll(parseMatchers('__proto__="x"'), odd, 'error')).toBe(true);
  });

  it.each([
    // sent, mapped, matcher, expected
    ['page', 'critical', 'severity="page"', true],
    ['page', 'critical', 'severity="critical"', true],
    ['page', 'critical', 'severity=~"critical|error"', true],
    ['page', 'critical', 'severity="error"', false],
    ['page', 'critical', 'severity!="page"', false],
    ['page', 'critical', 'severity!="critical"', false],
    ['page', 'critical', 'severity!="error"', true],
    ['page', 'critical', 'severity!~"crit.*"', false],
    ['page', 'critical', 'severity!~"warning|info"', true],
    ['', 'error', 'severity=""', true],
    ['', 'error', 'severity="error"', true],
    ['', 'error', 'severity!=""', false],
    ['page', 'critical', 'other="critical"', false],
  ] as const)('severity %o, mapped to %s: %s is %s', (sent, mapped, text, expected) => {
    const alert: Record<string, string> = sent === '' ? {} : { severity: sent };
    expect(matchesAll(parseMatchers(text), alert, mapped)).toBe(expected);
  });

  it('reads the labels as sent alone where no severity is given', () => {
    const [matcher] = parseMatchers('severity="critical"');
    expect(matcher && matches(matcher, { severity: 'page' }, null)).toBe(false);
  });

  it('needs every matcher; none at all hold for everything', () => {
    expect(matchesAll(parseMatchers('{alertname="DiskFull",env="dev"}'), labels, 'error')).toBe(false);
    expect(matchesAll([], labels, 'error')).toBe(true);
  });

  it('answers a pattern that makes backtracking engines hang', () => {
    const [matcher] = parseMatchers('x=~"(a+)+$"');
    expect(matcher?.fits('a'.repeat(100_000))).toBe(true);
    expect(matcher?.fits(`${'a'.repeat(100_000)}!`)).toBe(false);
  });

  it('reads such a value once, whatever the pattern, so that ten times as long a one costs ten times as much', () => {
    const [matcher] = parseMatchers('x=~"(a+)+$"');
    const value = `${'a'.repeat(100_000)}!`;
    const reads = (['codePointAt', 'charCodeAt'] as const).map((name) => vi.spyOn(String.prototype, name));
    const fits = matcher?.fits(value);
    const count = reads.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const read of reads) read.mockRestore();
    expect(fits).toBe(false);
    expect(count).toBeGreaterThanOrEqual(value.length);
    expect(count).toBeLessThan(2 * value.length);
  });

  it.each(['(?=a)b', '(?<!a)b', '(a)\\\\1'])('takes no regex that only a backtracking engine has: %s', (regex) => {
    expect(() => new RegExp(regex.replaceAll('\\\\', '\\'))).not.toThrow();
    expect(() => parseMatchers(`x=~"${regex}"`)).toThrow('is refused');
  });
});
