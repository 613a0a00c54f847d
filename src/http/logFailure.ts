import type { Context } from 'hono';
import { TocsinError } from '../errors.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './httpEnv.ts';

/** Logs what a handler threw, where it is a failure of ours that its answer does not explain. */
export function logFailure(deps: Pick<HttpDeps, 'log'>, c: Context<HttpEnv>, error: unknown, status: number): void {
  if (status < 500 || (error instanceof TocsinError && error.cause === undefined)) return;
  deps.log.error({ err: error, correlation_id: c.get('correlationId') }, 'request failed');
}
