import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TocsinError } from '../../../src/errors.ts';
import type { AccessPolicy, Role } from '../../../src/http/auth/accessPolicy.ts';
import { authorize } from '../../../src/http/auth/authorize.ts';
import { requireSameSite } from '../../../src/http/auth/sameSite.ts';
import { closedPolicy, openPolicy } from '../httpFixture.ts';

const local = { host: 'localhost:9195' };
const away = { host: 'tocsin.test' };
const bearer = (token: string) => ({ ...away, authorization: `Bearer ${token}` });
const basic = (pair: string) => ({ ...away, authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
const made: AccessPolicy = { ...openPolicy, open: false, madeTokenSha256: createHash('sha256').update('printed').digest('hex') };
const onlySenders: AccessPolicy = { ...closedPolicy, apiTokens: [] };

describe('authorize', () => {
  it.each<[string, AccessPolicy, Record<string, string>, Role, string]>([
    ['a viewer views', closedPolicy, bearer('viewer-token'), 'viewer', 'grafana'],
    ['a viewer does not act', closedPolicy, bearer('viewer-token'), 'responder', 'forbidden'],
    ['a responder acts', closedPolicy, bearer('responder-token'), 'responder', 'oncall'],
    ['a responder does not administer', closedPolicy, bearer('responder-token'), 'admin', 'forbidden'],
    ['an admin does all', closedPolicy, bearer('admin-token'), 'admin', 'root'],
    ['a browser sends the token as a password', closedPolicy, basic('me:viewer-token'), 'viewer', 'grafana'],
    ['the scheme in any case', closedPolicy, { authorization: 'bearer viewer-token' }, 'viewer', 'grafana'],
    ['nobody', closedPolicy, local, 'viewer', 'unauthorized'],
    ['a wrong token', closedPolicy, bearer('viewer-tokem'), 'viewer', 'unauthorized'],
    ["an integration's token", closedPolicy, bearer('prod-token'), 'viewer', 'unauthorized'],
    ['integrations but no tokens: nobody', onlySenders, local, 'viewer', 'unauthorized'],
    ['integrations but no tokens, allow_anonymous', { ...onlySenders, allowAnonymous: true }, away, 'admin', 'anonymous'],
    ['tokens and allow_anonymous', { ...closedPolicy, allowAnonymous: true }, away, 'viewer', 'unauthorized'],
    ['the made token', made, bearer('printed'), 'admin', 'admin'],
    ['a made token and allow_anonymous', { ...made, allowAnonymous: true }, local, 'viewer', 'unauthorized'],
    ['open, from this machine', openPolicy, local, 'admin', 'anonymous'],
    ['open, with a token left over', openPolicy, { ...local, authorization: 'Bearer old' }, 'admin', 'anonymous'],
    ['open, a foreign Host', openPolicy, away, 'viewer', 'unauthorized'],
    ['open, through a proxy', openPolicy, { ...local, 'x-forwarded-proto': 'https' }, 'viewer', 'unauthorized'],
  ])('%s', (_, policy, headers, role, outcome) => {
    const answer = (): string => {
      try {
        return authorize(policy, headers, role).name;
      } catch (error) {
        if (error instanceof TocsinError) return error.code;
        throw error;
      }
    };
    expect(answer()).toBe(outcome);
  });
});

describe('requireSameSite', () => {
  it.each([
    [{ host: 'a.test' }, true],
    [{ host: 'a.test', origin: 'https://a.test', 'sec-fetch-site': 'same-origin' }, true],
    [{ host: 'a.test', 'sec-fetch-site': 'none' }, true],
    [{ host: 'inner:9195', origin: 'https://tocsin.test' }, true],
    [{ host: 'a.test', origin: 'https://evil.test' }, false],
    [{ host: 'a.test', origin: 'null' }, false],
    [{ host: 'localhost:9195', origin: 'http://localhost:3000' }, false],
    [{ host: 'a.test', 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'a.test', 'sec-fetch-site': 'same-site' }, false],
  ])('%o: %s', (headers, passes) => {
    const ask = (): void => requireSameSite(headers, 'https://tocsin.test');
    if (passes) expect(ask).not.toThrow();
    else expect(ask).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
