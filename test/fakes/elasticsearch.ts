import { z } from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { StoredLine } from './storedLine.ts';

export interface FakeElasticsearch extends FakeServer {
  /** By index. */
  readonly indices: Map<string, StoredLine[]>;
  /** How the next answers are partial. */
  readonly state: { timedOut: boolean; failedShards: number };
}

export interface ElasticsearchOptions {
  readonly authorization?: string;
  /** How a document is written: objects in objects, or dots in its keys. */
  readonly dotted?: boolean;
}

const RANGE = z.strictObject({ gte: z.iso.datetime(), lt: z.iso.datetime(), format: z.literal('strict_date_optional_time') });
const CLAUSE = z.union([
  z.strictObject({ range: z.record(z.string(), RANGE) }),
  z.strictObject({ match: z.record(z.string(), z.strictObject({ query: z.string().min(1), operator: z.enum(['and', 'or']) })) }),
  z.strictObject({
    bool: z.strictObject({
      should: z.array(z.strictObject({ terms: z.record(z.string(), z.array(z.string()).min(1)) })),
      minimum_should_match: z.literal(1),
    }),
  }),
]);
type Clause = z.infer<typeof CLAUSE>;
/** What the source may ask: no `query_string`, no script. */
const SEARCH = z.strictObject({
  size: z.int().min(0).max(10_000),
  track_total_hits: z.boolean(),
  timeout: z.string().regex(/^[1-9]\d*(ms|s)$/),
  query: z.strictObject({ bool: z.strictObject({ filter: z.array(CLAUSE) }) }),
  sort: z.array(z.record(z.string(), z.strictObject({ order: z.enum(['asc', 'desc']), unmapped_type: z.literal('date') }))),
  _source: z.array(z.string()),
});

/** Elasticsearch's and OpenSearch's `_search`, as far as logs go; it refuses what the real ones refuse. */
export async function startElasticsearch(options: ElasticsearchOptions = {}): Promise<FakeElasticsearch> {
  const indices = new Map<string, StoredLine[]>();
  const state = { timedOut: false, failedShards: 0 };
  const server = await startFakeServer({
    answer: (request, violations) => answer(options, indices, state, request, violations),
  });
  return { ...server, indices, state };
}

function answer(
  { authorization, dotted = false }: ElasticsearchOptions,
  indices: ReadonlyMap<string, readonly StoredLine[]>,
  { timedOut, failedShards }: FakeElasticsearch['state'],
  { method, path, headers, body }: FakeRequest,
  violations: string[],
): FakeAnswer {
  const refused = (status: number, type: string, reason: string): FakeAnswer => {
    violations.push(`Elasticsearch: ${status} ${reason}`);
    return { status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } };
  };
  const url = new URL(path, 'http://es');
  const index = decodeURIComponent(/^\/([^/]+)\/_search$/.exec(url.pathname)?.[1] ?? '');
  if (index === '' || method !== 'POST')
    return refused(400, 'illegal_argument_exception', `no handler found for uri [${path}] and method [${method}]`);
  if (authorization !== undefined && headers.authorization !== authorization)
    return refused(401, 'security_exception', `unable to authenticate for REST request [${url.pathname}]`);
  if (headers['content-type'] !== 'application/json')
    return refused(406, 'media_type_header_exception', 'Content-Type header is not supported');
  const unknown = [...url.searchParams.keys()].find((name) => !['ignore_unavailable', 'allow_no_indices'].includes(name));
  if (unknown !== undefined)
    return refused(400, 'illegal_argument_exception', `request [${url.pathname}] contains unrecognized parameter: [${unknown}]`);
  const search = SEARCH.safeParse(jsonOf(body));
  if (!search.success) return refused(400, 'parsing_exception', z.prettifyError(search.error));
  const named = [...indices].filter(([name]) => index.split(',').some((pattern) => isLike(name, pattern)));
  if (named.length === 0 && url.searchParams.get('allow_no_indices') === 'false')
    return refused(404, 'index_not_found_exception', `no such index [${index}]`);
  const { size, query } = search.data;
  const hits = named
    .flatMap(([name, lines]) => lines.map((line) => ({ name, line })))
    .filter(({ line }) => query.bool.filter.every((clause) => fits(clause, line)))
    .sort((a, b) => b.line.at - a.line.at)
    .slice(0, size)
    .map(({ name, line }, i) => ({ _index: name, _id: `${i}`, _score: null, _source: source(line, dotted), sort: [line.at] }));
  const total = named.length + failedShards;
  const _shards = { total, successful: named.length, skipped: 0, failed: failedShards };
  return { status: 200, body: { took: 3, timed_out: timedOut, _shards, hits: { max_score: null, hits } } };
}

function fits(clause: Clause, { at, labels, level }: StoredLine): boolean {
  if ('range' in clause) return Object.values(clause.range).every(({ gte, lt }) => at >= Date.parse(gte) && at < Date.parse(lt));
  // Keyword fields: what is asked for is the whole value.
  if ('match' in clause) return Object.entries(clause.match).every(([field, { query }]) => labels[field] === query);
  return clause.bool.should.some(({ terms }) => terms['log.level']?.includes(level ?? '') ?? false);
}

function source({ at, text, labels, traceId, level }: StoredLine, dotted: boolean): object {
  const flat = { '@timestamp': new Date(at).toISOString(), message: text, ...labels };
  const beside = { ...(traceId !== undefined && { 'trace.id': traceId }), ...(level !== undefined && { 'log.level': level }) };
  if (dotted) return { ...flat, ...beside };
  const nested = Object.entries(beside).map(([name, value]) => {
    const [outer = '', inner = ''] = name.split('.');
    return [outer, { [inner]: value }];
  });
  return { ...flat, ...Object.fromEntries(nested) };
}

function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
