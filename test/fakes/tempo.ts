import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { FakeTrace } from './fakeTrace.ts';
import { COUNT, paramFaults, WHOLE_SECONDS } from './params.ts';

const KNOWN = { q: /^\{.*\}$/s, start: WHOLE_SECONDS, end: WHOLE_SECONDS, limit: COUNT, spss: COUNT };
/** The TraceQL that is understood here: a service, and whether it failed. */
const TRACEQL = /^\{ resource\.service\.name = ("(?:[^"\\\n]|\\["\\])*")( && status = error)? \}$/;

/** Grafana Tempo with many tenants, of which only the search is there. With `token` something before it asks for one. */
export async function startTempo(
  options: { tenant?: string; token?: string } = {},
): Promise<FakeServer & { readonly traces: FakeTrace[] }> {
  const traces: FakeTrace[] = [];
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (options.token && request.headers.authorization !== `Bearer ${options.token}`) return { status: 401, body: 'who?' };
      if (options.tenant && request.headers['x-scope-orgid'] !== options.tenant) return { status: 401, body: 'no org id' };
      const url = new URL(request.path, 'http://tempo');
      const faults = faultsOf(request, url);
      if (faults.length === 0) return found(traces, url.searchParams);
      violations.push(...faults.map((fault) => `tempo: ${fault}`));
      return { status: 400, body: `invalid search: ${faults.join(', ')}` };
    },
  });
  return { ...server, traces };
}

function faultsOf({ method }: FakeRequest, { pathname, searchParams }: URL): string[] {
  if (method !== 'GET' || pathname !== '/api/search') return [`unexpected ${method} ${pathname}`];
  const faults = paramFaults(searchParams, KNOWN, ['q', 'start', 'end']);
  if (!TRACEQL.test(searchParams.get('q') ?? '')) faults.push(`not TraceQL: ${searchParams.get('q')}`);
  if (Number(searchParams.get('start')) >= Number(searchParams.get('end'))) faults.push('end must be after start');
  return faults;
}

function found(traces: readonly FakeTrace[], params: URLSearchParams): FakeAnswer {
  const [, literal = '""', failed] = TRACEQL.exec(params.get('q') ?? '') ?? [];
  const service: unknown = JSON.parse(literal);
  const matching = traces
    .filter((trace) => trace.service === service && (!failed || trace.hasError))
    .filter(({ startedAt }) => startedAt >= Number(params.get('start')) * 1_000 && startedAt < Number(params.get('end')) * 1_000)
    .slice(0, Number(params.get('limit') ?? 20));
  return { status: 200, body: { traces: matching.map(metadata), metrics: { inspectedTraces: traces.length } } };
}

/** As Tempo writes it: without the zeros at the front of an id, and without a duration of less than a millisecond. */
function metadata(trace: FakeTrace) {
  return {
    traceID: trace.id.replace(/^0+/, ''),
    rootServiceName: trace.service,
    rootTraceName: trace.operation,
    startTimeUnixNano: `${trace.startedAt}000000`,
    ...(trace.durationMs >= 1 && { durationMs: Math.floor(trace.durationMs) }),
    serviceStats: Object.fromEntries(
      [trace.service, ...trace.calls].map((name) => [name, { spanCount: 1, ...(trace.hasError && { errorCount: 1 }) }]),
    ),
    spanSets: [{ spans: [], matched: 1 }],
  };
}
