import { Hono } from 'hono';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './httpEnv.ts';
import { onlyMethods } from './onlyMethods.ts';

/** `GET /metrics`, open. */
export function metricsPage(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => {
    const { contentType, body } = await deps.metrics.render();
    return c.body(body, 200, { 'Content-Type': contentType });
  });
  onlyMethods(app, '/', ['GET']);
  return app;
}
