import { afterEach, beforeEach, expect, it } from 'vitest';
import { elasticsearch } from '../../../../src/pipeline/enrich/logs/elasticsearch.ts';
import type { RawLog } from '../../../../src/pipeline/enrich/logs/logSource.ts';
import { type FakeElasticsearch, startElasticsearch } from '../../../fakes/elasticsearch.ts';
import { aSubject, limitsOf, NOW, WINDOW } from './aSubject.ts';

let fake: FakeElasticsearch;
beforeEach(async () => {
  fake = await startElasticsearch();
  fake.indices.set('logs-shop', []);
});
afterEach(() => fake.close());

const base = { name: 'elk', type: 'elasticsearch', index: 'logs-*', match: { 'service.name': '{{ labels.service }}' } };

function read(config: object = {}, subject = aSubject()): Promise<RawLog> {
  const parsed = elasticsearch.schema.parse({ ...base, url: fake.url, ...config });
  return elasticsearch.create(parsed).read(subject, { most: 200, limits: limitsOf(3_000) });
}

const line = (text: string, more: object = {}, service = 'checkout') => ({
  at: NOW - 5,
  text,
  labels: { 'service.name': service },
  ...more,
});
const answers = (source: object, more: object = {}) =>
  fake.fail({
    status: 200,
    body: { timed_out: false, _shards: { total: 5, failed: 0 }, hits: { hits: [{ _source: source, sort: [NOW - 5] }] }, ...more },
  });

it('asks by values in JSON only', async () => {
  fake.indices.set('logs-shop', [line('x', { level: 'ERROR' })]);
  const { query, lines } = await read({ levels: ['error', 'fatal'] });
  expect(lines).toEqual([{ at: NOW - 5, text: 'x', level: 'ERROR' }]);
  expect(fake.history[0]?.path).toBe('/logs-*/_search?ignore_unavailable=true&allow_no_indices=false');
  const body = fake.history[0]?.body ?? '';
  expect(query).toBe(`POST logs-*/_search ${body}`);
  const levels = ['error', 'ERROR', 'Error', 'fatal', 'FATAL', 'Fatal'];
  expect(JSON.parse(body)).toMatchObject({
    size: 200,
    timeout: '2400ms',
    query: {
      bool: {
        filter: [
          {
            range: {
              '@timestamp': {
                gte: new Date(WINDOW.from).toISOString(),
                lt: new Date(WINDOW.to).toISOString(),
                format: 'strict_date_optional_time',
              },
            },
          },
          { match: { 'service.name': { query: 'checkout', operator: 'and' } } },
          {
            bool: {
              should: ['log.level', 'level', 'severity_text'].map((field) => ({ terms: { [field]: levels } })),
              minimum_should_match: 1,
            },
          },
        ],
      },
    },
  });
  fake.assertClean();
});

it.each(['*', 'a" OR "b', 'x) OR (y', '\\', '{"match_all":{}}', '_exists_:x'])(
  'finds a service by the name %s alone',
  async (service) => {
    fake.indices.set('logs-shop', [line('ours', {}, service), line('not ours')]);
    expect((await read({}, aSubject({ service }))).lines.map(({ text }) => text)).toEqual(['ours']);
    fake.assertClean();
  },
);

it.each([
  ['the search ran out of time', { timedOut: true, failedShards: 0 }],
  ['2 of 3 shards failed', { timedOut: false, failedShards: 2 }],
  ['the search ran out of time; 2 of 3 shards failed', { timedOut: true, failedShards: 2 }],
])('says: %s', async (partial, state) => {
  Object.assign(fake.state, state);
  fake.indices.set('logs-shop', [line('x')]);
  expect(await read()).toMatchObject({ partial, lines: [{ text: 'x' }] });
});

it.each([
  ['nested', { message: 'x', trace: { id: 't' }, log: { level: 'error' } }],
  ['with dots in its keys', { message: 'x', 'trace.id': 't', 'log.level': 'error' }],
  ['of OpenTelemetry', { body: { text: 'x' }, trace_id: 't', severity_text: 'error' }],
  ['of Fluent Bit', { log: 'x', trace_id: 't', level: 'error' }],
  ['with several values', { message: ['x', 'y'], 'trace.id': ['t'], level: 'error' }],
])('reads a document %s', async (_, source) => {
  answers(source);
  expect((await read()).lines).toEqual([{ at: NOW - 5, text: 'x', traceId: 't', level: 'error' }]);
});

it.each([
  [{ message: 'boom', error: { stack_trace: 'Error: other\n  at f' } }, 'boom\nError: other\n  at f'],
  [{ message: 'boom', error: { stack_trace: 'Error: boom\n  at f' } }, 'Error: boom\n  at f'],
  [{ error: { message: 'boom', stack_trace: 'at f' } }, 'boom\nat f'],
  [{ error: { stack_trace: 'at f' } }, 'at f'],
])('keeps the stack trace of %j with its message', async (source, text) => {
  answers(source);
  expect((await read()).lines).toMatchObject([{ text }]);
});

it.each([
  ['milliseconds', [NOW - 7], {}, NOW - 7],
  ['nanoseconds', [(NOW - 7) * 1e6], {}, NOW - 7],
  ['the document', ['x'], { '@timestamp': '2026-03-04T03:16:59.5+01:00' }, NOW - 500],
])('takes the time from %s', async (_, sort, source, at) => {
  const hits = [{ _source: { message: 'x', ...source }, sort }];
  answers({}, { hits: { hits } });
  expect((await read()).lines).toEqual([{ at, text: 'x' }]);
});

it('counts documents that are no lines', async () => {
  const hits = [{ _source: { other: 1 }, sort: [NOW - 5] }, { _source: null }, { _source: { message: 'x' }, sort: [NOW - 5] }];
  answers({}, { hits: { hits } });
  expect(await read()).toMatchObject({ partial: '2 of 3 documents have no time or no message', lines: [{ text: 'x' }] });
});

it.each([
  [{ index: 'nothing-*' }, 'refused', 'knows nothing of what is asked for (404): no such index [nothing-*]'],
  [{ url: 'https' }, 'refused', /^refuses the question \(400\): no handler found for uri/],
])('says what Elasticsearch says to %j', async (config, outcome, message) => {
  const { url, ...others } = { url: null, ...config };
  const asked = url === null ? others : { ...others, url: `${fake.url}/below` };
  const expected = typeof message === 'string' ? message : expect.stringMatching(message);
  await expect(read(asked)).rejects.toMatchObject({ outcome, message: expected });
});

it.each([
  [429, { error: { type: 'es_rejected_execution_exception', reason: 'rejected execution' } }, 'limited', 'rejected execution'],
  [503, { error: 'no nodes' }, 'server_error', 'no nodes'],
  [400, { error: { root_cause: [{ reason: 'too large' }, {}], reason: 'all shards failed' } }, 'refused', 'too large'],
  [401, { error: { type: 'security_exception', reason: 'missing authentication' } }, 'refused', 'missing authentication'],
])('reads the reason of a %d', async (status, body, outcome, reason) => {
  fake.fail({ status, body });
  await expect(read()).rejects.toMatchObject({ outcome, message: expect.stringContaining(`(${status}): ${reason}`) });
});

it.each([
  ['id:key', `ApiKey ${Buffer.from('id:key').toString('base64')}`],
  ['aWQ6a2V5', 'ApiKey aWQ6a2V5'],
])('sends the API key %s as %s', async (api_key, authorization) => {
  await read({ api_key });
  expect(fake.history[0]?.headers.authorization).toBe(authorization);
});

it('asks for the index of an alert, and only for one', async () => {
  const index = 'logs-{{ labels.service }}';
  await read({ index }, aSubject({ service: 'shop' }));
  expect(fake.history[0]?.path).toContain('/logs-shop/_search');
  await expect(read({ index }, aSubject({ service: '*' }))).rejects.toThrow(
    "the alert's {{ labels.service }} is nothing that can be asked",
  );
  await expect(read({ index }, aSubject({ service: 'a,b' }))).rejects.toThrow('nothing is asked');
});

it.each([
  [{ match: {} }, 'is empty: every line of every service would be asked for'],
  [{ index: 'Logs' }, 'must be an index'],
  [{ index: 'a/_delete_by_query' }, 'must be an index'],
  [{ match: { a: '{{ labels }}' } }, 'unknown name "labels"'],
  [{ api_key: 'a', token: 'b' }, 'has token and api_key, and a request carries one'],
])('refuses the configuration %j', (config, message) => {
  const parsed = elasticsearch.schema.safeParse({ ...base, url: 'https://x', ...config });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});
