import { type FakeServer, startFakeServer } from './fakeServer.ts';
import { paramFaults, WHOLE_SECONDS } from './params.ts';

const KNOWN = { from: WHOLE_SECONDS, to: WHOLE_SECONDS, query: /./ };

export interface FakeDatadogSeries {
  readonly scope: string;
  readonly points: readonly (readonly [ms: number, value: number | null])[];
}

export interface FakeDatadog extends FakeServer {
  /** Queries and what they give. Everything else cannot be parsed. */
  readonly queries: Map<string, readonly FakeDatadogSeries[]>;
}

/** Datadog's API, of which only the query of time series is there. */
export async function startDatadog(keys: { apiKey: string; appKey: string }): Promise<FakeDatadog> {
  const queries: FakeDatadog['queries'] = new Map();
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (request.headers['dd-api-key'] !== keys.apiKey || request.headers['dd-application-key'] !== keys.appKey) {
        return { status: 403, body: { errors: ['Forbidden'] } };
      }
      const { pathname, searchParams } = new URL(request.path, 'http://datadog');
      const isQuery = request.method === 'GET' && pathname === '/api/v1/query';
      const faults = isQuery
        ? paramFaults(searchParams, KNOWN, ['from', 'to', 'query'])
        : [`unexpected ${request.method} ${pathname}`];
      violations.push(...faults.map((fault) => `datadog: ${fault}`));
      const found = queries.get(searchParams.get('query') ?? '');
      if (faults.length > 0 || !found) return { status: 400, body: { errors: [faults.join(', ') || 'Error parsing query'] } };
      return { status: 200, body: { status: 'ok', res_type: 'time_series', error: '', series: found.map(seriesOf) } };
    },
  });
  return { ...server, queries };
}

function seriesOf({ scope, points }: FakeDatadogSeries) {
  return {
    metric: 'a.metric',
    display_name: 'a.metric',
    scope,
    interval: 20,
    length: points.length,
    unit: null,
    pointlist: points,
  };
}
