import { Hono } from 'hono';
import { z } from 'zod';
import { type DeliveryFilter, readDeliveries } from '../../store/readDeliveries.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { deliveryJson } from './deliveryJson.ts';
import { pageOf } from './page.ts';
import { queryFields } from './queryFields.ts';

const listQuery = z.strictObject({
  status: queryFields.words(['pending', 'delivered', 'superseded', 'dead']),
  incident: queryFields.number,
  limit: queryFields.limit(500),
  cursor: queryFields.cursor,
});
const listCursor = z.tuple([z.int().min(0)]);

/** `GET /api/v1/deliveries`, newest first. For viewers. */
export function deliveries(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => {
    requireRole(deps, c, 'viewer');
    const { status, incident, limit, cursor } = readQuery(c, listQuery);
    const [below] = readCursor(cursor, listCursor) ?? [];
    const filter: DeliveryFilter = {
      ...(status && {
        statuses: status.flatMap((word) => (word === 'pending' ? ['pending' as const, 'sending' as const] : [word])),
      }),
      ...(incident !== undefined && { incident }),
      ...(below !== undefined && { below }),
    };
    const rows = await readDeliveries(deps.db, filter, limit + 1);
    return c.json(pageOf(rows, limit, deliveryJson, ({ id }) => writeCursor([id])));
  });
  onlyMethods(app, '/', ['GET']);
  return app;
}
