import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { correlationIdOf } from './correlationId.ts';
import type { HttpDeps } from './deps.ts';
import { type HttpEnv, remoteAddress, requestHeaders } from './httpEnv.ts';
import { recordRequest } from './recordRequest.ts';

const QUIET = new Set(['/-/healthy', '/-/ready', '/metrics', '/style.css', '/api/v2/alerts']);

/** Gives each request its id, and counts and logs its answer. */
export function observe(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const startedAt = deps.clock.monotonic();
    const correlationId = correlationIdOf(requestHeaders(c));
    c.set('correlationId', correlationId);
    await next();
    c.res.headers.set('X-Request-Id', correlationId);
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
    const route = routeOf(matchedRoutes(c));
    const { status } = c.res;
    const principal = c.get('principal');
    recordRequest(deps, {
      method: c.req.method,
      route,
      status,
      startedAt,
      correlationId,
      quiet: status < 400 && QUIET.has(route),
      remote: remoteAddress(c),
      fields: { path: c.req.path.slice(0, 200), ...(principal === undefined ? {} : { principal }) },
    });
  };
}

/** The pattern in the contract's spelling. Patterns with a star belong to middleware. */
function routeOf(matched: readonly { path: string }[]): string {
  const pattern = matched.findLast(({ path }) => !path.includes('*'))?.path;
  return pattern === undefined ? 'unmatched' : pattern.replace(/:(\w+)/g, '{$1}');
}
