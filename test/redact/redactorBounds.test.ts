import { describe, expect, it } from 'vitest';
import { makeRedactor } from '../../src/redact/redactor.ts';
import { TOKEN_SHAPES } from '../../src/redact/tokenShapes.ts';
import { UnredactableError } from '../../src/redact/unredactableError.ts';
import { HABIT_SECRETS } from './habitSecrets.ts';
import { KEYED_SECRETS } from './keyedSecrets.ts';
import { markedLine } from './markedLine.ts';
import { SPOKEN_SECRETS } from './spokenSecrets.ts';

const MOST = 65_536;
const redactor = makeRedactor({ emails: true, cardNumbers: true, extra: ['cust-[0-9]{8}', '(a+)+$', '(a|aa)+$'] });
const filled = (unit: string): string => unit.repeat(Math.ceil(MOST / unit.length)).slice(0, MOST);

const BEGINNINGS = [
  ...[
    'password=',
    'password="',
    'password=\\"',
    'password=$',
    'password=/etc/',
    'password: ',
    '"password":',
    'password=(',
    'password=a)',
    'password=a,',
  ],
  ...[
    '://',
    'https://u:p',
    'a@',
    'a.',
    'a@a.',
    '?key=',
    '&sig=',
    'Authorization: ',
    'Authorization: Digest a="',
    'Cookie: ',
    'Cookie: a=b; ',
    'Set-Cookie: ',
  ],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\n',
    '-----END PRIVATE KEY-----',
    'AAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----',
  ],
  ...[
    'eyJ',
    'eyJ-',
    'eyJa.',
    'xoxb-1-',
    'SG.aaaaaaaaaaaa.',
    '1 ',
    '1-',
    '4111 1111 1111 ',
    'DE89 ',
    'GB29 NWBK ',
    'Bearer ',
    'Basic QQ==',
    '$6$',
    '{SSHA}',
  ],
  ...[
    '<aa ',
    '<aa>',
    '&lt;aa&gt;',
    '<aa><![CDATA[',
    '<name>a</name><value>',
    'mysql -p',
    'curl -u ',
    '--password ',
    'identified by ',
    "password '",
  ],
  ...[
    'insert into a (password) values (',
    "insert into a (password) values ('a'),('",
    '("password","',
    '{"name":"password","value":"',
    'ssn:',
    'machine a ',
  ],
  ...[
    '[redacted: token]',
    '[redacted: ',
    'password=[redacted: password]',
    'PuTTY-User-Key-File-2:',
    'kty"d":"',
    'jdbc:oracle:thin:',
    '\\',
    '\\"',
    '%3D',
    '\u001b[36m',
  ],
  ...['A', 'a', '0', ' ', '\n', '"', '=', ':', '@', '-', 'é', '\ud83d'],
];

describe('a text', () => {
  it('of 65,536 characters is redacted, of one more refused whole', () => {
    expect(redactor.redact(filled('clean words '))).toContain('clean words');
    expect(() => redactor.redact(`${filled('a ')}!`)).toThrow(UnredactableError);
    expect(() => redactor.redact(`${filled('a ')}!`)).toThrow(
      'a text of 65537 characters cannot be redacted: 65536 are the most',
    );
  });

  it('has long lines cut, and what stands at the cut with them', () => {
    const token = `ghp_${'1a2B3c4D5e6F7g8H9i0J'.repeat(3)}`;
    const line = `${'word '.repeat(3_262)}${token} and more of it`;
    const text = redactor.redact(`first\n${line}\nlast`);
    expect(text).toMatch(/^first\n(?:word )+ \[cut: \d+ more characters\]\nlast$/);
    expect(text.split('\n')[1]?.length).toBeLessThanOrEqual(16_384);
    expect(text).not.toContain('ghp_');
    const inOneWord = redactor.redact('x'.repeat(20_000));
    expect(inOneWord.length).toBeLessThan(16_384);
    expect(redactor.redact(inOneWord)).toBe(inOneWord);
  });
});

/** What makes a pattern start over and over. A pattern that takes more than linear time does not come back before the test's own time is over. */
describe('hostile texts of 65,536 characters come back', () => {
  it.each(BEGINNINGS.map((unit) => [unit]))('%j, over and over', (unit) => {
    expect(typeof redactor.redact(filled(unit))).toBe('string');
    expect(typeof redactor.redact(filled(`${unit}\n`))).toBe('string');
  });

  it.each(TOKEN_SHAPES.map(({ hints, pattern }) => [pattern.source.slice(0, 60), hints] as const))(
    'the beginnings of %s',
    (_, hints) => {
      for (const hint of hints.slice(0, 3)) {
        for (const unit of [hint, hint.toUpperCase(), `${hint}-a`]) expect(typeof redactor.redact(filled(unit))).toBe('string');
      }
    },
  );

  it.each(
    [...KEYED_SECRETS, ...SPOKEN_SECRETS, ...HABIT_SECRETS].filter((_, i) => i % 5 === 0).map((line) => [markedLine(line).line]),
  )('half of %s, over and over, without a blank', (line) => {
    expect(typeof redactor.redact(filled(line.slice(0, Math.ceil(line.length / 2)).replace(/\s/g, '')))).toBe('string');
  });
});
