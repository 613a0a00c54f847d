import { Hono } from 'hono';
import { expireSilence } from '../../actions/expireSilence.ts';
import { TocsinError } from '../../errors.ts';
import { readSilence } from '../../store/readSilences.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { listSilences } from './listSilences.ts';
import { postSilence } from './postSilence.ts';
import { silenceJson } from './silenceJson.ts';

/** `/api/v2/silences` and `/api/v2/silence/{id}`. Viewers read, responders begin, change and end. */
export function silenceRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>({ strict: false });
  app.get('/silences', async (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(await listSilences(deps, c));
  });
  app.post('/silences', async (c) => c.json(await postSilence(deps, c)));
  onlyMethods(app, '/silences', ['GET', 'POST']);
  app.get('/silence/:id', async (c) => {
    requireRole(deps, c, 'viewer');
    const id = c.req.param('id');
    const silence = await readSilence(deps.db, id);
    if (!silence) throw new TocsinError('not_found', `There is no silence ${JSON.stringify(id.slice(0, 50))}.`);
    return c.json(silenceJson(silence, deps.clock.now()));
  });
  app.delete('/silence/:id', async (c) => {
    const by = requireRole(deps, c, 'responder').name;
    await expireSilence(deps, { id: c.req.param('id'), by }, c.get('correlationId'));
    return c.body(null, 200);
  });
  onlyMethods(app, '/silence/:id', ['GET', 'DELETE']);
  return app;
}
