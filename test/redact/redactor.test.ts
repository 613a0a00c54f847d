import { describe, expect, it } from 'vitest';
import { ExtraPatternError } from '../../src/redact/extraPatternError.ts';
import { makeRedactor } from '../../src/redact/redactor.ts';
import { CLEAN_LINES } from './cleanLines.ts';
import { CLEAN_LOGS } from './cleanLogs.ts';
import { HABIT_SECRETS } from './habitSecrets.ts';
import { KEYED_SECRETS } from './keyedSecrets.ts';
import { markedLine } from './markedLine.ts';
import { SHAPED_SECRETS } from './shapedSecrets.ts';
import { SPOKEN_SECRETS } from './spokenSecrets.ts';

const SECRETS = [...KEYED_SECRETS, ...SHAPED_SECRETS, ...SPOKEN_SECRETS];
const CLEAN = [...CLEAN_LINES, ...CLEAN_LOGS];
const redactor = makeRedactor({ emails: true, cardNumbers: true, extra: ['cust-[0-9]{8}'] });
const plain = makeRedactor({ emails: false, cardNumbers: false, extra: [] });
const withoutMarks = (text: string): string => text.replace(/\[redacted: [A-Za-z -]+\]/g, '@@');

describe('the redactor', () => {
  it('has enough to be tried on', () => {
    expect(SECRETS.length + HABIT_SECRETS.length).toBeGreaterThan(400);
    expect(CLEAN.length).toBeGreaterThan(250);
    expect(
      [...KEYED_SECRETS, ...SHAPED_SECRETS, ...SPOKEN_SECRETS].filter((line) => markedLine(line).secrets.length === 0),
    ).toEqual([]);
  });

  it.each(SECRETS.map((line) => [line]))('cuts what is marked of %s', (written) => {
    const { line, secrets, shown } = markedLine(written);
    const { text, cut } = redactor.redactCounting(line);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // No more than that: what is around it is what the reader needs.
    expect(withoutMarks(text)).toBe(shown);
    expect([...cut.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(secrets.length);
    expect(redactor.redact(text)).toBe(text);
  });

  it.each(HABIT_SECRETS.map((line) => [line]))('leaves nothing of what is marked of %s', (written) => {
    const { line, secrets } = markedLine(written);
    const text = redactor.redact(line);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(redactor.redact(text)).toBe(text);
  });

  it.each(CLEAN.map((line) => [line]))('leaves %s as it is', (line) => {
    const { text, cut } = redactor.redactCounting(line);
    expect(text).toBe(line);
    expect(cut.size).toBe(0);
  });

  it.each([
    ['user=bob password=hunter2 ok', 'user=bob password=[redacted: password] ok'],
    ['> Authorization: Bearer 8c1f5ab2d3e4', '> Authorization: Bearer [redacted: credentials]'],
    ['dial postgres://app:hunter2@db1:5432/shop', 'dial postgres://[redacted: credentials]@db1:5432/shop'],
    ['{"api_key":"8c1f5ab2","n":1}', '{"api_key":"[redacted: key]","n":1}'],
    ['Cookie: sid=8c1f5ab2; lang=en', 'Cookie: sid=[redacted: cookie]; lang=[redacted: cookie]'],
    ['a bob@shop.test b', 'a [redacted: e-mail] b'],
    ['a 4111111111111111 b', 'a [redacted: card number] b'],
    ['for cust-12345678.', 'for [redacted: configured].'],
  ])('%s becomes %s', (line, shown) => {
    expect(redactor.redact(line)).toBe(shown);
  });

  it('counts by kind, and keeps nothing else', () => {
    const { cut } = redactor.redactCounting('password=hunter2 a@b.test c@d.test 4111111111111111');
    expect(Object.fromEntries(cut)).toEqual({ password: 1, 'e-mail': 2, 'card number': 1 });
  });

  it.each([['a bob@shop.test b'], ['a 4111111111111111 b'], ['for cust-12345678.']])(
    'leaves %s where that is not asked for',
    (line) => {
      expect(plain.redact(line)).toBe(line);
    },
  );

  it('does not take a mark that a sender wrote for its own', () => {
    expect(redactor.redact('password=[redacted: hunter2]')).not.toContain('hunter2');
    expect(redactor.redact('password=[redacted: password]hunter2')).not.toContain('hunter2');
    expect(redactor.redact('password="[redacted: hunter2]"')).not.toContain('hunter2');
  });
});

describe('configured patterns', () => {
  it.each([
    ['cust-[0-9]{8}', 'cust-12345678 came', '[redacted: configured] came'],
    ['(?i)kunde \\d+', 'der KUNDE 42 kam', 'der [redacted: configured] kam'],
    ['\\bC\\d{4}\\b', 'C1234 C12345', '[redacted: configured] C12345'],
    ['alice|bob', 'bob met alice', '[redacted: configured] met [redacted: configured]'],
    ['ab?c', 'ac and abc', '[redacted: configured] and [redacted: configured]'],
    ['[a-z]+ed', 'password=x blessed', 'password=[redacted: password] [redacted: configured]'],
  ])('%s on %s', (pattern, line, shown) => {
    const one = makeRedactor({ emails: true, cardNumbers: true, extra: [pattern] });
    expect(one.redact(line)).toBe(shown);
    expect(one.redact(shown)).toBe(shown);
  });

  it.each([
    ['(a', 'the pattern "(a" is refused: missing closing )'],
    ['(?=a)', 'the pattern "(?=a)" is refused: '],
    ['(a)\\1', 'is refused: '],
    ['a*', 'the pattern "a*" matches the empty text: say what has to be there'],
    ['', 'the pattern "" matches the empty text'],
    ['^', 'matches the empty text'],
    ['a'.repeat(1_025), 'is longer than 1024 characters: split it'],
  ])('%s is refused', (pattern, why) => {
    const making = (): unknown => makeRedactor({ emails: true, cardNumbers: true, extra: ['fine', pattern] });
    expect(making).toThrow(ExtraPatternError);
    expect(making).toThrow(why);
  });
});
