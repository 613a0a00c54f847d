import { Hono } from 'hono';
import { TocsinError } from '../../errors.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';

const PATIENCE_MS = 1_000;

/** `/-/healthy`: the process answers. `/-/ready`: so does the database. Both are open and say no more than that. */
export function health(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/healthy', (c) => c.text('Tocsin is healthy.\n'));
  onlyMethods(app, '/healthy', ['GET']);
  app.get('/ready', async (c) => {
    if (await within(deps.ready(), PATIENCE_MS)) return c.text('Tocsin is ready.\n');
    throw new TocsinError('unavailable', 'The database does not answer.');
  });
  onlyMethods(app, '/ready', ['GET']);
  return app;
}

/** False when the promise rejects or takes longer. */
async function within(answer: Promise<boolean>, millis: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, millis, false);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
