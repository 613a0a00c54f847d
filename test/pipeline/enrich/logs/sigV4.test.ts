import { expect, it } from 'vitest';
import { Secret } from '../../../../src/config/secret.ts';
import { sigV4 } from '../../../../src/pipeline/enrich/logs/sigV4.ts';

/** The credentials, the moment and the scope of AWS's own Signature Version 4 test suite. */
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY') };
const scope = { region: 'us-east-1', service: 'service', at: Date.UTC(2015, 7, 30, 12, 36) };

it.each([
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
])('signs %s as AWS does', (_, method, path, headers, body, signature) => {
  const request = { method, url: new URL(path, 'https://example.amazonaws.com'), headers, body };
  const { authorization } = sigV4(request, credentials, scope);
  expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\/aws4_request, Signed/);
  expect(authorization).toMatch(new RegExp(`Signature=${signature}$`));
});

it('signs the session token too, as post-sts-header-before does', () => {
  const token =
    'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';
  const request = { method: 'POST', url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' };
  const headers = sigV4(request, { ...credentials, sessionToken: new Secret(token) }, scope);
  expect(headers['x-amz-security-token']).toBe(token);
  expect(headers.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  expect(headers.authorization).toMatch(/Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead$/);
});
