import { type Context, Hono } from 'hono';
import { TocsinError } from '../../errors.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { describeIncident } from './describeIncidents.ts';
import { loadIncident } from './loadIncident.ts';

const ACTS = ['acknowledge', 'resolve'] as const;

/**
 * `POST /api/v1/incidents/{number}/acknowledge` and `/resolve`, for responders: 200 with the incident once it is decided, else
 * 202 with the journal's entry.
 */
export function incidentActs(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  for (const kind of ACTS) {
    app.post(`/:number/${kind}`, (c) => act(deps, c, kind, c.req.param('number')));
    onlyMethods(app, `/:number/${kind}`, ['POST']);
  }
  return app;
}

async function act(deps: HttpDeps, c: Context<HttpEnv>, kind: (typeof ACTS)[number], number: string): Promise<Response> {
  const by = requireRole(deps, c, 'responder').name;
  const incident = await loadIncident(deps, number);
  if (kind === 'acknowledge' && incident.status === 'resolved') {
    throw new TocsinError('conflict', `Incident ${number} is resolved; there is nothing to acknowledge.`);
  }
  const { entry, decided } = await deps.act({ kind, incident: incident.number, by, correlationId: c.get('correlationId') });
  if (!decided) return c.json({ entry }, 202);
  return c.json(await describeIncident(deps, await loadIncident(deps, number)));
}
