import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { FakeTrace } from './fakeTrace.ts';
import { COUNT, MILLIS, paramFaults } from './params.ts';

const KNOWN = { serviceName: /./, spanName: /./, annotationQuery: /./, endTs: MILLIS, lookback: /^[1-9]\d{0,10}$/, limit: COUNT };

/** Zipkin's API v2, of which only the search is there. With `token` something before it asks for one. */
export async function startZipkin(options: { token?: string } = {}): Promise<FakeServer & { readonly traces: FakeTrace[] }> {
  const traces: FakeTrace[] = [];
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (options.token && request.headers.authorization !== `Bearer ${options.token}`) return { status: 401, body: '' };
      const url = new URL(request.path, 'http://zipkin');
      const faults = faultsOf(request, url);
      if (faults.length === 0) return found(traces, url.searchParams);
      violations.push(...faults.map((fault) => `zipkin: ${fault}`));
      return { status: 400, body: faults.join(', ') };
    },
  });
  return { ...server, traces };
}

function faultsOf({ method }: FakeRequest, { pathname, searchParams }: URL): string[] {
  if (method !== 'GET' || pathname !== '/api/v2/traces') return [`unexpected ${method} ${pathname}`];
  return paramFaults(searchParams, KNOWN, ['serviceName', 'endTs', 'lookback']);
}

/** Names of services are kept in lower case, and compared as they are. */
function found(traces: readonly FakeTrace[], params: URLSearchParams): FakeAnswer {
  const endTs = Number(params.get('endTs'));
  const body = traces
    .filter(({ service }) => service.toLowerCase() === params.get('serviceName'))
    .filter(({ startedAt }) => startedAt <= endTs && startedAt >= endTs - Number(params.get('lookback')))
    .filter(({ hasError }) => params.get('annotationQuery') !== 'error' || hasError)
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, Number(params.get('limit') ?? 10))
    .map(zipkinSpans);
  return { status: 200, body };
}

function zipkinSpans(trace: FakeTrace) {
  const names = [trace.service, ...trace.calls];
  return names.map((name, i) => ({
    traceId: trace.id,
    id: `${i + 1}`.padStart(16, '0'),
    ...(i > 0 && { parentId: '1'.padStart(16, '0') }),
    kind: 'SERVER',
    name: i === 0 ? trace.operation : 'call',
    timestamp: trace.startedAt * 1_000 + i,
    duration: i === 0 ? trace.durationMs * 1_000 : 1,
    localEndpoint: { serviceName: name.toLowerCase() },
    tags: trace.hasError && i === names.length - 1 ? { error: 'upstream' } : {},
  }));
}
