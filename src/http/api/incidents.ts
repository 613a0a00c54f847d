import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { SEVERITIES } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { readAlerts } from '../../store/readAlerts.ts';
import { readIncidents } from '../../store/readIncidents.ts';
import { readTimeline } from '../../store/readTimeline.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { alertJson } from './alertJson.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { cursorFields } from './cursorFields.ts';
import { describeIncident, describeIncidents } from './describeIncidents.ts';
import { loadIncident } from './loadIncident.ts';
import { pageOf } from './page.ts';
import { queryFields } from './queryFields.ts';
import { timelineJson } from './timelineJson.ts';

const listQuery = z.strictObject({
  status: queryFields.words(['triggered', 'acknowledged', 'resolved']),
  severity: queryFields.words(SEVERITIES),
  team: z.string().optional(),
  since: queryFields.time,
  until: queryFields.time,
  limit: queryFields.limit(100),
  cursor: queryFields.cursor,
});
const pageQuery = z.strictObject({ limit: queryFields.limit(500), cursor: queryFields.cursor });

const { int4, time, text } = cursorFields;
const listCursor = z.tuple([int4]);
const timelineCursor = z.tuple([time, time, text]);
const alertCursor = z.tuple([text, time, text, text, text]);

/** `GET /api/v1/incidents` and what is below one. For viewers. */
export function incidents(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => c.json(await listIncidents(deps, c)));
  onlyMethods(app, '/', ['GET']);
  app.get('/:number', async (c) => {
    requireRole(deps, c, 'viewer');
    return c.json(await describeIncident(deps, await loadIncident(deps, c.req.param('number'))));
  });
  onlyMethods(app, '/:number', ['GET']);
  app.get('/:number/timeline', async (c) => c.json(await listTimeline(deps, c, c.req.param('number'))));
  onlyMethods(app, '/:number/timeline', ['GET']);
  app.get('/:number/alerts', async (c) => c.json(await listAlerts(deps, c, c.req.param('number'))));
  onlyMethods(app, '/:number/alerts', ['GET']);
  return app;
}

async function listIncidents(deps: HttpDeps, c: Context<HttpEnv>) {
  requireRole(deps, c, 'viewer');
  const { status, severity, team, since, until, limit, cursor } = readQuery(c, listQuery);
  const [below] = readCursor(cursor, listCursor) ?? [];
  const filter = {
    ...(status && { statuses: status }),
    ...(severity && { severities: severity }),
    ...(team !== undefined && { team }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(below !== undefined && { below }),
  };
  const page = pageOf(
    await readIncidents(deps.db, filter, limit + 1),
    limit,
    (row) => row,
    (row) => writeCursor([row.number]),
  );
  return { ...page, items: await describeIncidents(deps, page.items) };
}

async function listTimeline(deps: HttpDeps, c: Context<HttpEnv>, number: string) {
  requireRole(deps, c, 'viewer');
  const { limit, cursor } = readQuery(c, pageQuery);
  const place = readCursor(cursor, timelineCursor);
  const incident = await loadIncident(deps, number);
  const after = place && { at: place[0], recordedAt: place[1], id: place[2] };
  const rows = await readTimeline(deps.db, incident.number, after, limit + 1);
  return pageOf(rows, limit, timelineJson, ({ at, recordedAt, id }) => writeCursor([at, recordedAt, id]));
}

async function listAlerts(deps: HttpDeps, c: Context<HttpEnv>, number: string) {
  requireRole(deps, c, 'viewer');
  const { limit, cursor } = readQuery(c, pageQuery);
  const place = readCursor(cursor, alertCursor);
  const incident = await loadIncident(deps, number);
  const after = place && {
    status: place[0],
    receivedAt: place[1],
    integration: place[2],
    fingerprint: place[3],
    startsAt: place[4],
  };
  const rows = await readAlerts(deps.db, incident.number, after, limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => ({ ...alertJson(row), received_at: rfc3339(row.receivedAt) }),
    (row) => writeCursor([row.status, row.receivedAt, row.integration, row.fingerprint, row.startsAt]),
  );
}
