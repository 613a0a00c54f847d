import type { HttpDeps } from './deps.ts';

/** A request that has been answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** The pattern, or `unmatched`. */
  readonly route: string;
  readonly status: number;
  /** By the monotonic clock. */
  readonly startedAt: number;
  readonly correlationId: string;
  /** Of no interest unless somebody debugs. */
  readonly quiet: boolean;
  readonly remote: string;
  readonly fields: Record<string, unknown> | undefined;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts a request and writes its one line into the log. */
export function recordRequest(deps: Pick<HttpDeps, 'clock' | 'log' | 'metrics'>, request: AnsweredRequest): void {
  const { route, status } = request;
  const method = METHODS.has(request.method) ? request.method : 'other';
  const millis = deps.clock.monotonic() - request.startedAt;
  deps.metrics.httpRequests.inc({ method, route, status });
  deps.metrics.httpSeconds.observe({ method, route }, millis / 1000);
  const level = request.quiet ? 'debug' : 'info';
  if (!deps.log.isLevelEnabled(level)) return;
  deps.log[level](
    {
      correlation_id: request.correlationId,
      method,
      route,
      status,
      duration_ms: Math.round(millis * 1000) / 1000,
      remote: request.remote,
      ...request.fields,
    },
    'request',
  );
}
