import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRedactor } from '../../src/redact/redactor.ts';
import { CLEAN_LINES } from './cleanLines.ts';
import { HABIT_SECRETS } from './habitSecrets.ts';
import { KEYED_SECRETS } from './keyedSecrets.ts';
import { markedLine } from './markedLine.ts';
import { SHAPED_SECRETS } from './shapedSecrets.ts';
import { SPOKEN_SECRETS } from './spokenSecrets.ts';

const redactor = makeRedactor({ emails: true, cardNumbers: true, extra: ['cust-[0-9]{8}', '[a-z]{40}'] });
const MARKED = [...KEYED_SECRETS, ...SHAPED_SECRETS, ...SPOKEN_SECRETS, ...HABIT_SECRETS].map(markedLine);
const LINES = [...MARKED.map(({ line }) => line), ...CLEAN_LINES];
const SIGNS = [
  '=',
  ':',
  '"',
  "'",
  '\\"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ' ',
  '\n',
  '&',
  '?',
  '@',
  '://',
  ';',
  ',',
  '->',
  '%3D',
  '<a>',
  '</a>',
];
const WORDS = [
  'password',
  'token=',
  'Authorization: Bearer ',
  'Cookie: ',
  'key',
  '--password ',
  'name: ',
  'value: ',
  '\u001b[0m',
  '[redacted: token]',
  '[redacted: ',
];

const cutOut = fc
  .tuple(fc.constantFrom(...LINES), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([line, a, b]) => line.slice(Math.floor(Math.min(a, b) * line.length), Math.ceil(Math.max(a, b) * line.length)));
const wild = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SIGNS),
      fc.constantFrom(...WORDS),
      fc.constantFrom(...LINES),
      cutOut,
      fc.string({ maxLength: 20 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));
const around = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom(...CLEAN_LINES));

describe('redaction', () => {
  it('changes nothing that it made', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const once = redactor.redact(text);
        expect(redactor.redact(once)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets no secret survive, whatever the lines around it are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MARKED), around, around, ({ line, secrets }, before, after) => {
        const text = redactor.redact(`${before}\n${line}\n${after}`);
        for (const secret of secrets)
          if (secret.length > 4 && !before.includes(secret) && !after.includes(secret)) expect(text).not.toContain(secret);
      }),
      { numRuns: 4_000 },
    );
  });

  it.each([
    ['a JSON value', (secret: string) => JSON.stringify({ user: 'bob', db_password: secret, n: 1 })],
    ['a JSON value in JSON', (secret: string) => JSON.stringify({ body: JSON.stringify({ client_secret: secret }), n: 1 })],
    [
      'a JSON value in JSON in JSON',
      (secret: string) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ apiKey: secret, n: 1 }) }) }),
    ],
    ['an environment', (secret: string) => `HOME=/root SMTP_PASSWORD=${secret} USER=bob`],
    ['a query', (secret: string) => `GET /x?a=1&access_token=${secret}&b=2 HTTP/1.1`],
    ['YAML', (secret: string) => `db:\n  password: ${secret}\n  user: bob`],
    ['a header', (secret: string) => `> Authorization: Bearer ${secret}`],
    ['an address', (secret: string) => `dial postgres://app:${secret}@db1:5432/shop failed`],
    ['a flag', (secret: string) => `exec app --auth-token ${secret} --port 80`],
    ['XML', (secret: string) => `<cfg><password>${secret}</password></cfg>`],
  ])('never shows a random secret of %s', (_, write) => {
    const signs = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.~+!*'.split('');
    const secret = fc.array(fc.constantFrom(...signs), { minLength: 8, maxLength: 60 }).map((parts) => `Z7${parts.join('')}q9`);
    fc.assert(
      fc.property(secret, (planted) => !redactor.redact(write(planted)).includes(planted)),
      { numRuns: 500 },
    );
  });

  it('never shows a random JSON string under a secret key', () => {
    const secret = fc.string({ minLength: 6, maxLength: 40 }).map((text) => `${text}Xy7#Zw9!`);
    fc.assert(
      fc.property(secret, (planted) => !redactor.redact(JSON.stringify({ password: planted, user: 'bob' })).includes('Xy7#Zw9!')),
      { numRuns: 1_000 },
    );
  });
});
