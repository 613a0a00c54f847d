import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import { paramFaults, SECONDS } from './params.ts';

const KNOWN = { query: /./s, start: SECONDS, end: SECONDS, step: /^\d+(\.\d+)?$/, timeout: /^\d+(ms|s)$/, limit: /^\d+$/ };
const MOST_POINTS = 11_000;

/** A series of an expression: what it is at a moment, as Prometheus writes it; null where it is not. */
export interface FakeSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly at: (seconds: number) => string | null;
}

export interface FakePrometheus extends FakeServer {
  /** Expressions and what they give. Everything else is an expression that cannot be parsed. */
  readonly expressions: Map<string, readonly FakeSeries[]>;
  /** Said with every answer. */
  readonly warnings: string[];
}

/** Prometheus, of which only the range query is there. With `token` something before it asks for one. */
export async function startPrometheus(options: { token?: string } = {}): Promise<FakePrometheus> {
  const expressions: FakePrometheus['expressions'] = new Map();
  const warnings: string[] = [];
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (options.token && request.headers.authorization !== `Bearer ${options.token}`)
        return { status: 401, body: 'Unauthorized' };
      const form = new URLSearchParams(request.body);
      const faults = faultsOf(request, form);
      if (faults.length > 0) {
        violations.push(...faults.map((fault) => `prometheus: ${fault}`));
        return bad(faults.join(', '));
      }
      const series = expressions.get(form.get('query') ?? '');
      return series ? range(series, form, warnings) : bad('invalid parameter "query": 1:1: parse error: unexpected end of input');
    },
  });
  return { ...server, expressions, warnings };
}

function faultsOf({ method, path, headers }: FakeRequest, form: URLSearchParams): string[] {
  if (method !== 'POST' || path !== '/api/v1/query_range') return [`unexpected ${method} ${path}`];
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return [`Content-Type ${headers['content-type']}`];
  const faults = paramFaults(form, KNOWN, ['query', 'start', 'end', 'step']);
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name))) as [number, number, number];
  if (end < start) faults.push('end timestamp must not be before start time');
  if ((end - start) / step > MOST_POINTS) faults.push('exceeded maximum resolution of 11,000 points per timeseries');
  return faults;
}

function range(series: readonly FakeSeries[], form: URLSearchParams, warnings: readonly string[]): FakeAnswer {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name))) as [number, number, number];
  const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
  const result = series
    .map(({ metric, at }) => ({ metric, values: times.map((t) => [t, at(t)] as const).filter(([, value]) => value !== null) }))
    .filter(({ values }) => values.length > 0);
  const data = { resultType: 'matrix', result };
  return { status: 200, body: { status: 'success', data, ...(warnings.length > 0 && { warnings }) } };
}

function bad(error: string): FakeAnswer {
  return { status: 400, body: { status: 'error', errorType: 'bad_data', error } };
}
