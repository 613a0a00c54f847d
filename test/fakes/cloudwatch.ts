import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { StoredLine } from './storedLine.ts';

export interface FakeCloudwatch extends FakeServer {
  /** By log group. */
  readonly groups: Map<string, StoredLine[]>;
  /** What the region is, and its credentials. */
  readonly account: { readonly region: string; readonly id: string; readonly secret: string; readonly session?: string };
  /** How many events a page has, and how many empty pages come before each one. */
  readonly paging: { events: number; emptyBefore: number };
}

const MINUTES_OFF = 15 * 60_000;
const FILTER = z.strictObject({
  logGroupName: z.string().regex(/^[\w./#-]{1,512}$/),
  filterPattern: z.string().max(1_024).optional(),
  startTime: z.int().min(0),
  endTime: z.int().min(0),
  limit: z.int().min(1).max(10_000).optional(),
  nextToken: z.string().min(1).optional(),
});
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<id>\w+)\/(?<scope>\d{8}\/[a-z0-9-]+\/logs\/aws4_request), SignedHeaders=(?<names>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$/;

/** CloudWatch Logs' `FilterLogEvents`: it checks the signature for itself. `now`: its clock, in milliseconds. */
export async function startCloudwatch(now: number, session?: string): Promise<FakeCloudwatch> {
  const account = { region: 'eu-west-1', id: 'AKIDFAKE00000001', secret: 'fake+secret/KEY', ...(session && { session }) };
  const groups = new Map<string, StoredLine[]>();
  const paging = { events: 10_000, emptyBefore: 0 };
  const server: FakeServer = await startFakeServer({
    answer: (request, violations) => {
      const place = new URL(server.url);
      const fault = credentialFault(request, { account, place, now });
      return fault ?? answer(groups, paging, request, violations);
    },
  });
  return { ...server, account, groups, paging };
}

function refused(type: string, message: string, status = 400): FakeAnswer {
  return { status, body: { __type: type, message }, headers: { 'Content-Type': 'application/x-amz-json-1.1' } };
}

interface Checker {
  readonly account: FakeCloudwatch['account'];
  readonly place: URL;
  readonly now: number;
}

function credentialFault({ method, path, headers, body }: FakeRequest, { account, place, now }: Checker): FakeAnswer | null {
  const parts = AUTHORIZATION.exec(headers.authorization ?? '')?.groups;
  if (!parts) return refused('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const { id = '', scope = '', names = '', signature = '' } = parts;
  if (id !== account.id || headers['x-amz-security-token'] !== account.session)
    return refused('UnrecognizedClientException', 'The security token included in the request is invalid.');
  const signed = names.split(';');
  const must = ['host', 'x-amz-date', 'x-amz-target', ...(account.session ? ['x-amz-security-token'] : [])];
  if (must.some((name) => !signed.includes(name)) || signed.join() !== [...signed].sort().join())
    return refused('IncompleteSignatureException', `SignedHeaders ${names} are not those that have to be signed`);
  const stamp = String(headers['x-amz-date']);
  const time = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(time - now) <= MINUTES_OFF)) return refused('InvalidSignatureException', `Signature expired: ${stamp}`);
  if (!scope.startsWith(`${stamp.slice(0, 8)}/${account.region}/`))
    return refused('InvalidSignatureException', `Credential should be scoped to ${account.region}`);
  let request = `${method}\n${place.pathname}${path}\n\n`;
  for (const name of signed) request += `${name}:${String(headers[name]).trim()}\n`;
  request += `\n${names}\n${createHash('sha256').update(body).digest('hex')}`;
  let key: string | Buffer = `AWS4${account.secret}`;
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const digest = createHash('sha256').update(request).digest('hex');
  const expected = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`).digest('hex');
  if (signature === expected) return null;
  return refused('InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.');
}

function answer(
  groups: ReadonlyMap<string, readonly StoredLine[]>,
  { events: pageSize, emptyBefore }: FakeCloudwatch['paging'],
  { path, headers, body }: FakeRequest,
  violations: string[],
): FakeAnswer {
  const wrong = (type: string, message: string): FakeAnswer => {
    violations.push(`CloudWatch: ${type} ${message}`);
    return refused(type, message);
  };
  if (path !== '/') return wrong('UnknownOperationException', path);
  if (headers['x-amz-target'] !== 'Logs_20140328.FilterLogEvents') return wrong('UnknownOperationException', '');
  if (headers['content-type'] !== 'application/x-amz-json-1.1') return wrong('SerializationException', 'no JSON 1.1');
  const parsed = FILTER.safeParse(JSON.parse(body));
  if (!parsed.success) return wrong('InvalidParameterException', z.prettifyError(parsed.error));
  const { logGroupName, filterPattern = '', startTime, endTime, limit = 10_000, nextToken } = parsed.data;
  if (endTime < startTime) return wrong('InvalidParameterException', 'End time should be equal or after start time.');
  const group = groups.get(logGroupName);
  if (!group) return refused('ResourceNotFoundException', 'The specified log group does not exist.');
  const terms = [...filterPattern.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole);
  const found = group
    .filter(({ at, text }) => at >= startTime && at <= endTime && terms.every((term) => text.includes(term)))
    .sort((a, b) => a.at - b.at);
  const question = createHash('sha256')
    .update(JSON.stringify([logGroupName, filterPattern, startTime, endTime]))
    .digest('hex');
  const [offset = 0, empties = 0] = nextToken?.split(':').slice(1).map(Number) ?? [];
  if (nextToken !== undefined && !nextToken.startsWith(question))
    return wrong('InvalidParameterException', 'The nextToken is invalid.');
  const isEmpty = empties < emptyBefore;
  const size = Math.min(limit, pageSize);
  const page = isEmpty ? [] : found.slice(offset, offset + size);
  const next = isEmpty ? `${question}:${offset}:${empties + 1}` : `${question}:${offset + size}:0`;
  const isLast = !isEmpty && offset + size >= found.length;
  const events = page.map(({ at, text }, i) => ({
    logStreamName: 'stream-1',
    timestamp: at,
    message: `${text}\n`,
    ingestionTime: at + 500,
    eventId: String(3_000 + offset + i),
  }));
  return { status: 200, body: { events, searchedLogStreams: [], ...(!isLast && { nextToken: next }) } };
}
