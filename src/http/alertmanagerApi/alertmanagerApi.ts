import { Hono } from 'hono';
import { TocsinError } from '../../errors.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import type { InFlight } from '../intake/inFlight.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { apiError } from './apiError.ts';
import { listAlerts } from './listAlerts.ts';
import { listGroups } from './listGroups.ts';
import { listReceivers } from './listReceivers.ts';
import { postAlerts } from './postAlerts.ts';
import { silenceRoutes } from './silenceRoutes.ts';
import { statusJson } from './statusJson.ts';

/**
 * `/api/v2`: Alertmanager's own API, so that what speaks it (amtool, karma, Grafana, Prometheus) works unchanged. Viewers read;
 * an error is its message as a JSON string.
 */
export function alertmanagerApi(deps: HttpDeps, inFlight: InFlight): Hono<HttpEnv> {
  const startedAt = deps.clock.now();
  const app = new Hono<HttpEnv>({ strict: false });
  app.onError((error, c) => apiError(deps, c, error));
  app.get('/status', (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(statusJson(deps, startedAt));
  });
  onlyMethods(app, '/status', ['GET']);
  app.get('/receivers', (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(listReceivers(deps, c));
  });
  onlyMethods(app, '/receivers', ['GET']);
  app.get('/alerts', async (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(await listAlerts(deps, c));
  });
  app.post('/alerts', (c) => postAlerts(deps, inFlight, c));
  onlyMethods(app, '/alerts', ['GET', 'POST']);
  app.get('/alerts/groups', async (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(await listGroups(deps, c));
  });
  onlyMethods(app, '/alerts/groups', ['GET']);
  app.route('/', silenceRoutes(deps));
  app.all('*', (c) => {
    throw new TocsinError('not_found', `path ${c.req.path.slice(0, 200)} was not found`);
  });
  return app;
}
