import type { IncomingHttpHeaders } from 'node:http';
import { TocsinError } from '../../errors.ts';
import { type AccessPolicy, ROLES, type Role } from './accessPolicy.ts';
import { readCredential } from './credential.ts';
import { keyringOf, type Principal } from './keyring.ts';
import { isFromThisMachine } from './loopback.ts';

const ANONYMOUS: Principal = { name: 'anonymous', role: 'admin' };

/**
 * Who asks, if that role may.
 * @throws TocsinError `unauthorized` when nobody is known to ask, `forbidden` when the role is not enough
 */
export function authorize(policy: AccessPolicy, headers: IncomingHttpHeaders, needed: Role): Principal {
  const credential = readCredential(headers.authorization);
  const known = credential && keyringOf(policy).principalOf(credential);
  const principal = known ?? (isOpen(policy, headers) ? ANONYMOUS : null);
  if (!principal) {
    throw new TocsinError(
      'unauthorized',
      credential
        ? 'The token is not known here. Compare it with `server.api_tokens` in tocsin.yml.'
        : 'A token is needed: send `Authorization: Bearer TOKEN` with one of `server.api_tokens` in tocsin.yml.',
    );
  }
  if (ROLES.indexOf(principal.role) < ROLES.indexOf(needed)) {
    throw new TocsinError('forbidden', `${principal.name} has the role ${principal.role}; this takes ${needed}.`);
  }
  return principal;
}

function isOpen(policy: AccessPolicy, headers: IncomingHttpHeaders): boolean {
  if (policy.open && isFromThisMachine(headers)) return true;
  return policy.allowAnonymous && policy.apiTokens.length === 0 && policy.madeTokenSha256 === null;
}
