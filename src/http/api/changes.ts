import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { closest } from '../../config/closest.ts';
import type { ServiceChange } from '../../pipeline/serviceChange.ts';
import { entryId } from '../../store/entryId.ts';
import { readChanges } from '../../store/readChanges.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { requireJson } from '../intake/checkHeaders.ts';
import { readBody } from '../intake/readBody.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { readChangeBody } from './changeBody.ts';
import { changeJson } from './changeJson.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { cursorFields } from './cursorFields.ts';
import { pageOf } from './page.ts';
import { queryFields } from './queryFields.ts';

const MOST_BYTES = 2 ** 20;

const listQuery = z.strictObject({
  since: queryFields.time,
  until: queryFields.time,
  service: cursorFields.text.optional(),
  limit: queryFields.limit(500),
  cursor: queryFields.cursor,
});
const listCursor = z.tuple([cursorFields.time, z.uuid()]);

/**
 * `POST /api/v1/changes`, for responders: one change or a list of them, 201 with what was recorded once it is decided, else 202
 * with the journal's entry. `GET` lists them, newest first, for viewers.
 */
export function changes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => c.json(await list(deps, c)));
  app.post('/', (c) => record(deps, c));
  onlyMethods(app, '/', ['GET', 'POST']);
  return app;
}

async function list(deps: HttpDeps, c: Context<HttpEnv>) {
  requireRole(deps, c, 'viewer');
  const { since, until, service, limit, cursor } = readQuery(c, listQuery);
  const [at, id] = readCursor(cursor, listCursor) ?? [];
  const filter = {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(service !== undefined && { service }),
    ...(at !== undefined && id !== undefined && { after: { at, id } }),
  };
  const rows = await readChanges(deps.db, filter, limit + 1);
  return pageOf(rows, limit, changeJson, (row) => writeCursor([row.at, row.id]));
}

async function record(deps: HttpDeps, c: Context<HttpEnv>): Promise<Response> {
  const by = requireRole(deps, c, 'responder').name;
  requireJson(requestHeaders(c));
  const now = deps.clock.now();
  const told = readChangeBody(await readBody(c, { maxBytes: MOST_BYTES, onBytes: () => {} }), now);
  const made = told.changes.map((change) => ({ ...change, id: entryId(now), by }));
  const { entry, decided } = await deps.submit({ kind: 'change', changes: made }, c.get('correlationId'));
  if (!decided) return c.json({ entry }, 202);
  const known = deps.policy().services.map(({ name }) => name);
  const items = made.map((change) => ({ ...changeJson(change), warnings: warningsOf(change, known) }));
  return c.json(told.isList ? { items } : items[0], 201);
}

/**
 * A service that is not configured is recorded all the same: people look for the change later, and a deployment must not fail
 * because tocsin.yml does not know of something yet.
 */
function warningsOf({ service }: ServiceChange, known: readonly string[]): string[] {
  if (known.length === 0 || known.includes(service)) return [];
  const meant = closest(service, known);
  const remedy = meant === null ? 'add it to services' : `did you mean ${JSON.stringify(meant)}?`;
  return [`service = ${JSON.stringify(service)}: no configured service has this name, so no alert waits for it (${remedy})`];
}
