import { Hono } from 'hono';
import { z } from 'zod';
import { ConfigError } from '../../config/configError.ts';
import { configSource } from '../../config/configSource.ts';
import { formatProblem } from '../../config/problem.ts';
import { TocsinError } from '../../errors.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';

const query = z.strictObject({ force: z.enum(['true', 'false']).default('false') });

/** `POST /-/reload[?force=true]`: the new configuration is taken whole, or the old one stays and the answer says why. */
export function reload(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/', async (c) => {
    requireRole(deps, c, 'admin');
    const { force } = readQuery(c, query);
    try {
      const { file, needsRestart } = await deps.reload(force === 'true');
      const waiting = needsRestart.length > 0 ? { needs_restart: needsRestart } : {};
      return c.json({ reloaded: true, file, in_force: configSource(file), ...waiting });
    } catch (error) {
      throw asRefusal(error);
    }
  });
  onlyMethods(app, '/', ['POST']);
  return app;
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof ConfigError)) return error;
  const details = error.problems.map((problem) => formatProblem(error.file ?? 'configuration', problem));
  return new TocsinError('bad_request', 'The configuration cannot be used; the one before stays.', { details, cause: error });
}
