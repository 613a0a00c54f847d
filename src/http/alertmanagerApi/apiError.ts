import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { HttpDeps } from '../deps.ts';
import { errorAnswer } from '../errorAnswer.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { logFailure } from '../logFailure.ts';

/** The answer to whatever a handler threw, as Alertmanager gives it: the message as a JSON string. */
export function apiError(deps: Pick<HttpDeps, 'log'>, c: Context<HttpEnv>, error: unknown): Response {
  const answer = errorAnswer(error);
  logFailure(deps, c, error, answer.status);
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value);
  return c.json(answer.error.message, answer.status as ContentfulStatusCode);
}
