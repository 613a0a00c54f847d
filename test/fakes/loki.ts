import { RE2JS } from 're2js';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import { type LogqlMatcher, type LogqlQuery, readLogql } from './logqlModel.ts';
import type { StoredLine } from './storedLine.ts';

export interface FakeLoki extends FakeServer {
  /** By tenant. */
  readonly lines: Map<string, StoredLine[]>;
}

export interface LokiOptions {
  /** What a proxy before it asks for; Loki itself has no such thing. */
  readonly authorization?: string;
  readonly warnings?: readonly string[];
}

const PARAMETERS = new Set(['query', 'start', 'end', 'limit', 'direction', 'step', 'interval', 'since']);
/** `max_entries_limit_per_query` */
const MOST_ENTRIES = 5_000;

/** Loki's `query_range`, which refuses what the real one refuses, with its words (Loki 3.7). */
export async function startLoki(options: LokiOptions = {}): Promise<FakeLoki> {
  const lines = new Map<string, StoredLine[]>();
  const server = await startFakeServer({ answer: (request, violations) => answer(options, lines, request, violations) });
  return { ...server, lines };
}

function answer(
  { authorization, warnings }: LokiOptions,
  lines: ReadonlyMap<string, readonly StoredLine[]>,
  { method, path, headers }: FakeRequest,
  violations: string[],
): FakeAnswer {
  const refused = (status: number, body: string): FakeAnswer => {
    violations.push(`Loki: ${status} ${body}`);
    return { status, body, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' } };
  };
  const url = new URL(path, 'http://loki');
  if (url.pathname !== '/loki/api/v1/query_range') return refused(404, '404 page not found');
  if (method !== 'GET') return refused(405, '');
  if (authorization !== undefined && headers.authorization !== authorization) return refused(401, 'Unauthorized');
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) violations.push(`Loki would not look at ${unknown}`);
  const tenant = headers['x-scope-orgid'];
  if (typeof tenant !== 'string') return refused(401, 'no org id\n');
  const [start, end] = ['start', 'end'].map((name) => url.searchParams.get(name) ?? '') as [string, string];
  if (!/^\d{19}$/.test(start) || !/^\d{19}$/.test(end)) return refused(400, `could not parse times ${start} and ${end}`);
  if (BigInt(end) <= BigInt(start)) return refused(400, 'end timestamp must not be before or equal to start time');
  const limit = Number(url.searchParams.get('limit') ?? 100);
  if (!(limit > 0)) return refused(400, 'limit must be a positive value');
  if (limit > MOST_ENTRIES)
    return refused(
      400,
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${MOST_ENTRIES})\n`,
    );
  const query = readLogql(url.searchParams.get('query') ?? '');
  if ('errorAt' in query)
    return refused(400, `parse error at line 1, col ${query.errorAt + 1}: syntax error: unexpected IDENTIFIER`);
  if (query.selector.every((matcher) => matches(matcher, '')))
    return refused(
      400,
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value',
    );
  const [from, to] = [Number(BigInt(start) / 1_000_000n), Number(BigInt(end) / 1_000_000n)];
  const found = (lines.get(tenant) ?? []).filter((line) => line.at >= from && line.at < to && fits(query, line));
  const newest = found.toSorted((a, b) => b.at - a.at).slice(0, limit);
  const isCategorised = headers['x-loki-response-encoding-flags'] === 'categorize-labels';
  const data = query.isMetric
    ? { resultType: 'matrix', result: [{ metric: {}, values: [[from / 1000, String(found.length)]] }] }
    : { resultType: 'streams', result: streamsOf(newest, isCategorised) };
  return { status: 200, body: { status: 'success', data: { ...data, stats: {} }, ...(warnings && { warnings }) } };
}

function fits({ selector, labelFilters, lineFilters }: LogqlQuery, { text, labels }: StoredLine): boolean {
  const ofLabels = [...selector, ...labelFilters].every((matcher) => matches(matcher, labels[matcher.name] ?? ''));
  const ofLine = lineFilters.every(({ operator, values }) => {
    const has = values.some((value) => (operator.endsWith('~') ? RE2JS.compile(value).test(text) : text.includes(value)));
    return has === operator.startsWith('|');
  });
  return ofLabels && ofLine;
}

function matches({ operator, value }: LogqlMatcher, label: string): boolean {
  const is = operator.endsWith('~') ? RE2JS.compile(`^(?:${value})$`).test(label) : value === label;
  return is === operator.startsWith('=');
}

/** One stream for each set of labels; without the flag, what stands beside a line is part of that set. */
function streamsOf(lines: readonly StoredLine[], isCategorised: boolean): object[] {
  const streams = new Map<string, { stream: object; values: unknown[] }>();
  for (const { at, text, labels, traceId, level } of lines) {
    const beside = { ...(traceId !== undefined && { trace_id: traceId }), ...(level !== undefined && { level }) };
    const stream = isCategorised ? labels : { ...labels, ...beside };
    const key = JSON.stringify(stream);
    const known = streams.get(key) ?? { stream, values: [] };
    streams.set(key, known);
    known.values.push([`${at}000000`, text, ...(isCategorised ? [{ structuredMetadata: beside }] : [])]);
  }
  return [...streams.values()];
}
