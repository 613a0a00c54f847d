import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import { logsqlTokens } from './logsqlTokens.ts';
import type { StoredLine } from './storedLine.ts';

export interface FakeVictoriaLogs extends FakeServer {
  /** By `AccountID:ProjectID`. */
  readonly lines: Map<string, StoredLine[]>;
}

const PARAMETERS = new Set(['query', 'start', 'end', 'limit', 'offset', 'timeout']);

/** VictoriaLogs' `/select/logsql/query`, which refuses what the real one refuses, with its words (VictoriaLogs 1.51). */
export async function startVictoriaLogs(options: { readonly authorization?: string } = {}): Promise<FakeVictoriaLogs> {
  const lines = new Map<string, StoredLine[]>();
  const server = await startFakeServer({
    answer: (request, violations) => answer(options.authorization, lines, request, violations),
  });
  return { ...server, lines };
}

function answer(
  authorization: string | undefined,
  lines: ReadonlyMap<string, readonly StoredLine[]>,
  { method, path, headers, body }: FakeRequest,
  violations: string[],
): FakeAnswer {
  const refused = (status: number, text: string): FakeAnswer => {
    violations.push(`VictoriaLogs: ${status} ${text}`);
    return { status, body: `${text}\n`, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
  };
  if (authorization !== undefined && headers.authorization !== authorization) return refused(401, '');
  if (path !== '/select/logsql/query') return refused(400, `unsupported path requested: ${JSON.stringify(path)}`);
  if (method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded')
    return refused(400, 'missing `query` arg');
  const form = new URLSearchParams(body);
  const unknown = [...form.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) violations.push(`VictoriaLogs would not look at ${unknown}`);
  const [start, end] = ['start', 'end'].map((name) => Date.parse(form.get(name) ?? '')) as [number, number];
  if (Number.isNaN(start) || Number.isNaN(end)) return refused(400, 'cannot parse start=');
  if (!/^\d+(ms|s)$/.test(form.get('timeout') ?? '1s')) return refused(400, 'cannot parse timeout=');
  const limit = Number(form.get('limit') ?? 0);
  if (limit === 0) violations.push('VictoriaLogs is asked without a limit: the answer may be endless');
  const tenant = [headers.accountid ?? '0', headers.projectid ?? '0'].join(':');
  const query = form.get('query') ?? '';
  const wanted = conditions(query);
  if (wanted === null) return refused(400, `cannot parse \`query\` arg [${query}]: unexpected token; context: [${query}]`);
  const found = (lines.get(tenant) ?? []).filter(
    ({ at, labels }) => at >= start && at < end && wanted.every(([name, value]) => labels[name] === value),
  );
  const newest = found.toSorted((a, b) => b.at - a.at).slice(0, limit);
  // In no order at all.
  const mixed = [...newest.filter((_, i) => i % 2 === 1), ...newest.filter((_, i) => i % 2 === 0)];
  return { status: 200, body: mixed.map(row).join(''), headers: { 'Content-Type': 'application/stream+json' } };
}

/** `name:="value"`, as many as there are; null for anything else. */
function conditions(query: string): [string, string][] | null {
  const tokens = logsqlTokens(query);
  const found: [string, string][] = [];
  for (let i = 0; i < tokens.length; i += 4) {
    const [name, colon, equals, value] = tokens.slice(i, i + 4);
    if (name?.kind !== 'word' || colon?.text !== ':' || equals?.text !== '=' || value?.kind !== 'string') return null;
    found.push([name.text, value.text]);
  }
  return found.length > 0 ? found : null;
}

function row({ at, text, labels, traceId, level }: StoredLine): string {
  const time = new Date(at).toISOString().replace('Z', '000000Z');
  const beside = { ...(traceId !== undefined && { trace_id: traceId }), ...(level !== undefined && { level }) };
  return `${JSON.stringify({ _time: time, _stream_id: '0', _stream: '{}', _msg: text, ...labels, ...beside })}\n`;
}
