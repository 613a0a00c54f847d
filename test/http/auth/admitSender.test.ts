import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TocsinError } from '../../../src/errors.ts';
import type { AccessPolicy } from '../../../src/http/auth/accessPolicy.ts';
import { admitSender } from '../../../src/http/auth/admitSender.ts';
import { closedPolicy, openPolicy } from '../httpFixture.ts';

const local = { host: 'localhost:9195' };
const away = { host: 'tocsin.test' };
const bearer = (token: string) => ({ ...away, authorization: `Bearer ${token}` });
const basic = (pair: string) => ({ ...away, authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

function admitted(policy: AccessPolicy, headers: Record<string, string>, named: string | null = null): string {
  try {
    return admitSender(policy, headers, named).name;
  } catch (error) {
    if (error instanceof TocsinError) return error.code;
    throw error;
  }
}

const made: AccessPolicy = { ...openPolicy, open: false, madeTokenSha256: createHash('sha256').update('printed').digest('hex') };
const anonymous: AccessPolicy = { ...openPolicy, open: false, allowAnonymous: true };
const mixed: AccessPolicy = {
  ...closedPolicy,
  allowAnonymous: true,
  integrations: [...closedPolicy.integrations, { name: 'lab', token: null, basicAuth: null, labels: {} }],
};
const onlyTokens: AccessPolicy = { ...closedPolicy, integrations: [] };

describe('admitSender', () => {
  it.each<[string, AccessPolicy, Record<string, string>, string | null, string]>([
    ['open, from this machine', openPolicy, local, null, 'default'],
    ['open, by address', openPolicy, { host: '127.0.0.1:9195' }, null, 'default'],
    ['open, by IPv6 address', openPolicy, { host: '[::1]:9195' }, 'default', 'default'],
    ['open, another name', openPolicy, local, 'prod', 'not_found'],
    ['open, a foreign Host', openPolicy, away, null, 'unauthorized'],
    ['open, a Host that only begins like ours', openPolicy, { host: 'localhost.evil.test' }, null, 'unauthorized'],
    ['open, 127.0.0.1 as a name', openPolicy, { host: '127.0.0.1.evil.test' }, null, 'unauthorized'],
    ['open, no Host', openPolicy, {}, null, 'unauthorized'],
    ['open, through a proxy', openPolicy, { ...local, 'x-forwarded-for': '1.2.3.4' }, null, 'unauthorized'],
    [
      'open, through a proxy that says so in the standard way',
      openPolicy,
      { ...local, forwarded: 'for=x' },
      null,
      'unauthorized',
    ],
    ['allow_anonymous and nothing configured', anonymous, away, null, 'default'],
    ['API tokens but no integration', onlyTokens, bearer('admin-token'), null, 'unauthorized'],
    ['API tokens but no integration, from this machine', onlyTokens, local, null, 'unauthorized'],
    ['the made token', made, bearer('printed'), null, 'default'],
    ['the made token by Basic', made, basic('x:printed'), 'default', 'default'],
    ['its hash in its place', made, bearer(made.madeTokenSha256 ?? ''), null, 'unauthorized'],
    ['another than the made token', made, bearer('printeD'), null, 'unauthorized'],
    ['no credential beside a made token', { ...made, allowAnonymous: true }, local, null, 'unauthorized'],
    ['a credential names its integration', closedPolicy, bearer('prod-token'), null, 'prod'],
    ['a Basic credential too', closedPolicy, basic('am:pass:word'), null, 'staging'],
    ['in the path', closedPolicy, bearer('prod-token'), 'prod', 'prod'],
    ['Basic in the path', closedPolicy, basic('am:pass:word'), 'staging', 'staging'],
    ["another integration's", closedPolicy, bearer('prod-token'), 'staging', 'unauthorized'],
    ['nobody', closedPolicy, local, null, 'unauthorized'],
    ['nobody, in the path', closedPolicy, local, 'prod', 'unauthorized'],
    ['the path unknown', closedPolicy, bearer('prod-token'), 'default', 'not_found'],
    ['an empty token', closedPolicy, bearer(''), null, 'unauthorized'],
    ['the beginning of a token', closedPolicy, bearer('prod-toke'), null, 'unauthorized'],
    ['more than a token', closedPolicy, bearer('prod-token1'), 'prod', 'unauthorized'],
    ["an API's token", closedPolicy, bearer('admin-token'), 'prod', 'unauthorized'],
    ['a token as a password', closedPolicy, basic('prod:prod-token'), 'prod', 'unauthorized'],
    ['the user name wrong', closedPolicy, basic('AM:pass:word'), 'staging', 'unauthorized'],
    ['the colon elsewhere', closedPolicy, basic('am:pass:wor:d'), 'staging', 'unauthorized'],
    ['a scheme that is not known', closedPolicy, { ...away, authorization: 'Digest prod-token' }, 'prod', 'unauthorized'],
    ['no credential configured, none needed', mixed, away, 'lab', 'lab'],
    ['the only one that needs none', mixed, away, null, 'lab'],
    ['allow_anonymous opens nothing that has a credential', mixed, away, 'prod', 'unauthorized'],
    ['a wrong credential is not none', mixed, bearer('wrong'), null, 'unauthorized'],
    ['no credential configured, but one needed', { ...mixed, allowAnonymous: false }, away, 'lab', 'unauthorized'],
  ])('%s', (_, policy, headers, named, outcome) => {
    expect(admitted(policy, headers, named)).toBe(outcome);
  });

  it('never says a credential', () => {
    expect(() => admitSender(closedPolicy, bearer('my-secret-guess'), 'prod')).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/my-secret-guess|prod-token/) }),
    );
  });
});
