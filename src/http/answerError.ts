import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { HttpDeps } from './deps.ts';
import { errorAnswer } from './errorAnswer.ts';
import type { HttpEnv } from './httpEnv.ts';
import { logFailure } from './logFailure.ts';
import { errorPage } from './pages/errorPage.tsx';

const FOR_PROGRAMS = /^\/(?:api|-|metrics|webhooks)(?:\/|$)/;

/** The answer to whatever a handler threw: a small page for a browser on a page's path, else the error as JSON. */
export function answerError(deps: Pick<HttpDeps, 'log'>, c: Context<HttpEnv>, error: unknown): Response | Promise<Response> {
  const answer = errorAnswer(error);
  logFailure(deps, c, error, answer.status);
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value);
  c.status(answer.status as ContentfulStatusCode);
  if (FOR_PROGRAMS.test(c.req.path)) return c.json({ error: answer.error });
  // Basic is what a browser knows how to ask its reader for.
  if (answer.status === 401) c.header('WWW-Authenticate', 'Basic realm="tocsin", charset="UTF-8"');
  return (c.req.header('accept') ?? '').includes('text/html') ? errorPage(c, answer) : c.json({ error: answer.error });
}
