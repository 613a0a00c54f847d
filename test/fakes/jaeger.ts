import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { FakeTrace } from './fakeTrace.ts';
import { COUNT, MICROS, paramFaults } from './params.ts';

const KNOWN = {
  service: /./,
  start: MICROS,
  end: MICROS,
  limit: COUNT,
  tags: /^\{/,
  operation: /./,
  minDuration: /./,
  maxDuration: /./,
};

/** Jaeger's query service, of which only the search is there. With `token` something before it asks for one. */
export async function startJaeger(options: { token?: string } = {}): Promise<FakeServer & { readonly traces: FakeTrace[] }> {
  const traces: FakeTrace[] = [];
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (options.token && request.headers.authorization !== `Bearer ${options.token}`)
        return { status: 401, body: 'who are you?' };
      const url = new URL(request.path, 'http://jaeger');
      const faults = faultsOf(request, url);
      if (faults.length === 0) return found(traces, url.searchParams);
      violations.push(...faults.map((fault) => `jaeger: ${fault}`));
      return {
        status: 400,
        body: { data: null, total: 0, limit: 0, offset: 0, errors: [{ code: 400, msg: faults.join(', ') }] },
      };
    },
  });
  return { ...server, traces };
}

function faultsOf({ method }: FakeRequest, { pathname, searchParams }: URL): string[] {
  if (method !== 'GET' || pathname !== '/api/traces') return [`unexpected ${method} ${pathname}`];
  const faults = paramFaults(searchParams, KNOWN, ['service', 'start', 'end']);
  if (Number(searchParams.get('start')) >= Number(searchParams.get('end'))) faults.push('an empty stretch of time');
  return faults;
}

/** The newest first, as many as are asked for. */
function found(traces: readonly FakeTrace[], params: URLSearchParams): FakeAnswer {
  const tags = JSON.parse(params.get('tags') ?? '{}') as Record<string, string>;
  const data = traces
    .filter(({ service }) => service === params.get('service'))
    .filter(({ startedAt }) => startedAt * 1_000 >= Number(params.get('start')) && startedAt * 1_000 <= Number(params.get('end')))
    .filter(({ hasError }) => tags.error === undefined || hasError)
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, Number(params.get('limit') ?? 100))
    .map(jaegerTrace);
  return { status: 200, body: { data, total: 0, limit: 0, offset: 0, errors: null } };
}

function jaegerTrace(trace: FakeTrace) {
  const names = [trace.service, ...trace.calls];
  const spans = names.map((_, i) => ({
    traceID: trace.id,
    spanID: `${i + 1}`.padStart(16, '0'),
    operationName: i === 0 ? trace.operation : 'call',
    references: i === 0 ? [] : [{ refType: 'CHILD_OF', traceID: trace.id, spanID: '1'.padStart(16, '0') }],
    startTime: trace.startedAt * 1_000 + i,
    duration: i === 0 ? trace.durationMs * 1_000 : 1,
    tags: trace.hasError && i === names.length - 1 ? [{ key: 'error', type: 'bool', value: true }] : [],
    logs: [],
    processID: `p${i + 1}`,
    warnings: null,
  }));
  const processes = Object.fromEntries(names.map((serviceName, i) => [`p${i + 1}`, { serviceName, tags: [] }]));
  // The order of spans says nothing.
  return { traceID: trace.id, spans: spans.reverse(), processes, warnings: null };
}
