import { Hono } from 'hono';
import { TocsinError } from '../errors.ts';
import { alertmanagerApi } from './alertmanagerApi/alertmanagerApi.ts';
import { answerError } from './answerError.ts';
import { alertDecisions } from './api/alertDecisions.ts';
import { changes } from './api/changes.ts';
import { deliveries } from './api/deliveries.ts';
import { evidenceFiles } from './api/evidenceFiles.ts';
import { incidentActs } from './api/incidentActs.ts';
import { incidents } from './api/incidents.ts';
import { ledger } from './api/ledger.ts';
import { reports } from './api/reports.ts';
import { routePreview } from './api/routePreview.ts';
import { silenceActs } from './api/silenceActs.ts';
import { silences } from './api/silences.ts';
import type { HttpDeps } from './deps.ts';
import { health } from './health/health.ts';
import { reload } from './health/reload.ts';
import type { HttpEnv } from './httpEnv.ts';
import { InFlight } from './intake/inFlight.ts';
import { webhooks } from './intake/webhooks.ts';
import { metricsPage } from './metricsPage.ts';
import { observe } from './observe.ts';
import { pages } from './pages/pages.tsx';

/** Everything that is served, as a function from request to answer. */
export interface HttpApp {
  /** `env` is what @hono/node-server gives; without it the app works on web requests alone. */
  readonly fetch: (request: Request, env?: HttpEnv['Bindings']) => Response | Promise<Response>;
  /** Tells of connections that opened (1) or closed (-1). */
  readonly connections: (change: number) => void;
}

/** Puts the routes together. The order matters: intake stands before the middleware that it does not need. */
export function createHttp(deps: HttpDeps): HttpApp {
  const app = new Hono<HttpEnv>({ strict: false });
  const inFlight = new InFlight();
  app.route('/webhooks', webhooks(deps, inFlight));
  app.use(observe(deps));
  app.route('/-/reload', reload(deps));
  app.route('/-', health(deps));
  app.route('/metrics', metricsPage(deps));
  app.route('/api/v1/incidents', incidents(deps));
  app.route('/api/v1/incidents', incidentActs(deps));
  app.route('/api/v1/incidents', evidenceFiles(deps));
  app.route('/api/v1/deliveries', deliveries(deps));
  app.route('/api/v1/changes', changes(deps));
  app.route('/api/v1/silences', silences(deps));
  app.route('/api/v1/silences', silenceActs(deps));
  app.route('/api/v1/alerts', alertDecisions(deps));
  app.route('/api/v1/ledger', ledger(deps));
  app.route('/api/v1/reports', reports(deps));
  app.route('/api/v1/route', routePreview(deps));
  app.route('/api/v2', alertmanagerApi(deps, inFlight));
  app.route('/', pages(deps));
  app.notFound((c) => answerError(deps, c, new TocsinError('not_found', `There is nothing at ${c.req.path.slice(0, 200)}.`)));
  app.onError((error, c) => answerError(deps, c, error));
  return {
    fetch: (request, env) => app.fetch(request, env ?? {}),
    connections: (change) => deps.metrics.activeConnections.inc(change),
  };
}
