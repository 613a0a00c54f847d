import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RawLog } from '../../../../src/pipeline/enrich/logs/logSource.ts';
import { loki } from '../../../../src/pipeline/enrich/logs/loki.ts';
import { type FakeLoki, startLoki } from '../../../fakes/loki.ts';
import { aSubject, limitsOf, NOW, WINDOW } from './aSubject.ts';

let fake: FakeLoki;
beforeEach(async () => {
  fake = await startLoki({ warnings: [] });
});
afterEach(() => fake.close());

function read(config: object = {}, subject = aSubject(), most = 200): Promise<RawLog> {
  const base = { name: 'loki', type: 'loki', url: fake.url, tenant: 'prod', query: '{app="{{ labels.service }}"}' };
  return loki.create(loki.schema.parse({ ...base, ...config })).read(subject, { most, limits: limitsOf() });
}

const line = (at: number, text: string, labels = {}) => ({ at, text, labels: { app: 'checkout', ...labels } });
const answers = (data: unknown, more: object = {}) => fake.fail({ status: 200, body: { status: 'success', data, ...more } });

it('asks for the stretch in nanoseconds, the newest first, and for its tenant', async () => {
  fake.lines.set('prod', [line(NOW - 5, 'x')]);
  fake.lines.set('other', [line(NOW - 5, 'not ours')]);
  expect((await read()).query).toBe('{app="checkout"}');
  const url = new URL(fake.history[0]?.path ?? '', fake.url);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    query: '{app="checkout"}',
    start: `${WINDOW.from}000000`,
    end: `${WINDOW.to}000000`,
    limit: '200',
    direction: 'backward',
  });
  expect(fake.history[0]?.headers).toMatchObject({ 'x-scope-orgid': 'prod' });
  fake.assertClean();
});

it('puts the lines of several streams into one order', async () => {
  fake.lines.set('prod', [
    line(NOW - 30, 'c', { pod: '2' }),
    line(NOW - 40, 'b', { pod: '1' }),
    line(NOW - 50, 'a', { pod: '2' }),
  ]);
  expect((await read()).lines.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});

it('loses nothing of nanoseconds, which are more than a number holds', async () => {
  const ns = (tail: string) => `1772590619123${tail}`;
  const stream = {
    stream: {},
    values: [
      [ns('456003'), 'third'],
      [ns('456002'), 'second'],
      [ns('456001'), 'first'],
    ],
  };
  answers({ resultType: 'streams', result: [stream, { stream: {}, values: [[ns('456002'), 'beside the second']] }] });
  const { lines } = await read();
  expect(lines.map(({ text }) => text)).toEqual(['first', 'second', 'beside the second', 'third']);
  expect(new Set(lines.map(({ at }) => at))).toEqual(new Set([1_772_590_619_123]));
});

it('keeps lines of one nanosecond as they were written: the newest is said first', async () => {
  answers({
    resultType: 'streams',
    result: [
      {
        stream: {},
        values: [
          ['1772590619123456789', '2'],
          ['1772590619123456789', '1'],
        ],
      },
    ],
  });
  expect((await read()).lines.map(({ text }) => text)).toEqual(['1', '2']);
});

it.each([
  ['structured metadata by kinds', {}, { structuredMetadata: { trace_id: 't', detected_level: 'error' } }],
  ['what a stage parsed', {}, { parsed: { traceID: 't', level: 'error' } }],
  ['structured metadata', {}, { trace_id: 't', level: 'error' }],
  ['labels', { trace_id: 't', level: 'error' }, undefined],
])('finds trace and level in %s', async (_, stream, beside) => {
  const value = ['1772590619123456789', 'x', ...(beside ? [beside] : [])];
  answers({ resultType: 'streams', result: [{ stream, values: [value] }] });
  expect((await read()).lines).toEqual([{ at: 1_772_590_619_123, text: 'x', traceId: 't', level: 'error' }]);
});

it('finds nothing in names that every object has', async () => {
  answers({ resultType: 'streams', result: [{ stream: JSON.parse('{"__proto__":{"level":"x"}}'), values: [['1', 'x', null]] }] });
  expect((await read()).lines).toEqual([{ at: 0, text: 'x' }]);
});

it('says that a query gives numbers, and what to do', async () => {
  await expect(read({ query: 'sum(rate({app="{{ labels.service }}"}[1m]))' })).rejects.toMatchObject({
    outcome: 'unusable',
    message: 'the query is a metric query, which gives numbers (matrix): write one that gives log lines',
  });
});

it.each([
  [{ query: '{app="{{ labels.service }}"} |= | "x"' }, 'refused', /^refuses the question \(400\): parse error at line 1, col 21/],
  [{ tenant: undefined }, 'refused', /^does not accept the credentials \(401\): no org id$/],
])('says what Loki says to %j', async (config, outcome, message) => {
  await expect(read(config)).rejects.toMatchObject({ outcome, message: expect.stringMatching(message) });
});

it('says when it asks for more lines than Loki gives', async () => {
  await expect(read({}, aSubject(), 6_000)).rejects.toThrow(
    'refuses the question (400): max entries limit per query exceeded, limit > max_entries_limit_per_query (6000 > 5000)',
  );
});

it('passes on a warning', async () => {
  answers({ resultType: 'streams', result: [] }, { warnings: ['some\ningesters were away'] });
  expect((await read()).partial).toBe('Loki warns: some ingesters were away');
});

it.each([
  ['no data', { status: 'success' }, 'answered JSON of another shape (at data): is url its address?'],
  [
    'other streams',
    { data: { resultType: 'streams', result: [{ stream: {}, values: [[1, 'x']] }] } },
    'answered streams of another shape: is url its address?',
  ],
])('is told apart from something else: %s', async (_, body, message) => {
  fake.fail({ status: 200, body });
  await expect(read()).rejects.toMatchObject({ outcome: 'unusable', message });
});

it.each(['"} |= "x', 'a"b', 'a\\b', 'a`b', '.*', '{{ labels.app }}'])('finds a service by the name %s alone', async (service) => {
  fake.lines.set('prod', [line(NOW - 5, 'ours', { app: service }), line(NOW - 5, 'not ours')]);
  const queries = ['{app="{{ labels.service }}"}', '{app=~"{{ labels.service }}"}'];
  for (const query of queries)
    expect((await read({ query }, aSubject({ service }))).lines.map(({ text }) => text)).toEqual(['ours']);
  fake.assertClean();
});

it.each([
  [{ query: '{app={{ labels.service }}}' }, 'has {{ labels.service }} outside of any string: write it inside quotes'],
  [{ tenant: 'a b' }, "must be a tenant's id"],
  [{ token: 'a b' }, 'visible ASCII'],
  [{ token: 't', basic_auth: { username: 'u', password: 'p' } }, 'has token and basic_auth, and a request carries one'],
])('refuses the configuration %j', (config, message) => {
  const parsed = loki.schema.safeParse({ name: 'l', type: 'loki', url: 'http://x', query: '{a="b"}', ...config });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});
