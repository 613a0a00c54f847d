import type { Context } from 'hono';
import type { Role } from './auth/accessPolicy.ts';
import { authorize } from './auth/authorize.ts';
import type { Principal } from './auth/keyring.ts';
import { requireSameSite } from './auth/sameSite.ts';
import type { HttpDeps } from './deps.ts';
import { type HttpEnv, requestHeaders } from './httpEnv.ts';

/**
 * Who asks, if that role may; for what changes something, also that no foreign page asks.
 * @throws TocsinError `unauthorized` or `forbidden`
 */
export function requireRole(deps: Pick<HttpDeps, 'access' | 'externalUrl'>, c: Context<HttpEnv>, role: Role): Principal {
  const headers = requestHeaders(c);
  const principal = authorize(deps.access(), headers, role);
  c.set('principal', principal.name);
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') requireSameSite(headers, deps.externalUrl());
  return principal;
}
