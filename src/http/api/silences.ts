import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { TocsinError } from '../../errors.ts';
import type { Silence } from '../../silence/silence.ts';
import { readSilence, readSilences } from '../../store/readSilences.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { cursorFields } from './cursorFields.ts';
import { describeSilences } from './describeSilences.ts';
import { pageOf } from './page.ts';
import { queryFields } from './queryFields.ts';

const listQuery = z.strictObject({
  status: queryFields.words(['active', 'pending', 'expired']),
  limit: queryFields.limit(500),
  cursor: queryFields.cursor,
});

const { time } = cursorFields;
const listCursor = z.tuple([time, z.int().min(0).max(2), z.int(), z.uuid()]);

/** `GET /api/v1/silences` and `/{id}`. For viewers. */
export function silences(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => c.json(await listSilences(deps, c)));
  app.get('/:id', async (c) => {
    requireRole(deps, c, 'viewer');
    const silence = await loadSilence(deps, c.req.param('id'));
    return c.json((await describeSilences(deps, [silence]))[0]);
  });
  return app;
}

/**
 * The silence of a path's `:id`.
 * @throws TocsinError `not_found`, also for what is no id
 */
export async function loadSilence({ db }: Pick<HttpDeps, 'db'>, id: string): Promise<Silence> {
  const silence = await readSilence(db, id);
  if (!silence) throw new TocsinError('not_found', `There is no silence ${JSON.stringify(id.slice(0, 50))}.`);
  return silence;
}

async function listSilences(deps: HttpDeps, c: Context<HttpEnv>) {
  requireRole(deps, c, 'viewer');
  const { status, limit, cursor } = readQuery(c, listQuery);
  // Later pages are of the list as it was when the first was asked for: a silence that ends meanwhile keeps its place.
  const [now = deps.clock.now(), rank, key, id] = readCursor(cursor, listCursor) ?? [];
  const after = rank !== undefined && key !== undefined && id !== undefined ? { rank, key, id } : null;
  const rows = await readSilences(deps.db, { now, after, ...(status && { states: status }) }, limit + 1);
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => writeCursor([now, row.cursor.rank, row.cursor.key, row.cursor.id]),
  );
  return { ...page, items: await describeSilences(deps, page.items) };
}
