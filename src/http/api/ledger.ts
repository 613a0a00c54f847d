import { Hono } from 'hono';
import { z } from 'zod';
import { TocsinError } from '../../errors.ts';
import { ledgerSums } from '../../pipeline/ledgerSums.ts';
import { readLedger } from '../../store/readLedger.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { queryFields } from './queryFields.ts';

const windowQuery = z.strictObject({ from: queryFields.time, to: queryFields.time });

/**
 * `GET /api/v1/ledger?from&to`: what became of the alerts that were decided from `from` on and before `to`. For viewers. What was
 * deferred before the window and decided in it counts `deferred` down, which may so be negative.
 */
export function ledger(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/', async (c) => {
    requireRole(deps, c, 'viewer');
    const { from = null, to = null } = readQuery(c, windowQuery);
    if (from !== null && to !== null && to < from) {
      const message = 'to is before from: give the later time as to';
      throw new TocsinError('bad_request', `The query is not understood: ${message}.`, { details: [message] });
    }
    return c.json(ledgerSums(await readLedger(deps.db, from, to)));
  });
  onlyMethods(app, '/', ['GET']);
  return app;
}
