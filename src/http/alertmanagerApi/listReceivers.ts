import type { Context } from 'hono';
import { matchesAll } from '../../alert/matcher.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { readMatchers } from './readMatchers.ts';

/** `GET /api/v2/receivers`, in the order of the configuration. They have no labels here. */
export function listReceivers(deps: HttpDeps, c: Context<HttpEnv>): { name: string }[] {
  if (!matchesAll(readMatchers(c, 'receiver_matchers'), {}, null)) return [];
  return deps.policy().receivers.map(({ name }) => ({ name }));
}
