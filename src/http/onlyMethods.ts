import type { Hono } from 'hono';
import { TocsinError } from '../errors.ts';
import type { HttpEnv } from './httpEnv.ts';

/**
 * Answers every other method on a path with 405 and what is allowed. To be called after the path's own handlers.
 * GET allows HEAD, which Hono answers by itself.
 */
export function onlyMethods(app: Hono<HttpEnv>, path: string, methods: readonly string[]): void {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  app.all(path, (c) => {
    c.header('Allow', allowed.join(', '));
    throw new TocsinError(
      'method_not_allowed',
      `${c.req.method} is not taken here; ${allowed.join(' and ')} ${allowed.length > 1 ? 'are' : 'is'}.`,
    );
  });
}
