import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RawLog } from '../../../../src/pipeline/enrich/logs/logSource.ts';
import { victorialogs } from '../../../../src/pipeline/enrich/logs/victorialogs.ts';
import { type FakeVictoriaLogs, startVictoriaLogs } from '../../../fakes/victorialogs.ts';
import { aSubject, limitsOf, NOW, WINDOW } from './aSubject.ts';

let fake: FakeVictoriaLogs;
beforeEach(async () => {
  fake = await startVictoriaLogs();
});
afterEach(() => fake.close());

const base = { name: 'vl', type: 'victorialogs', query: 'service:="{{ labels.service }}"' };

function read(config: object = {}, subject = aSubject(), timeoutMs = 3_000): Promise<RawLog> {
  const parsed = victorialogs.schema.parse({ ...base, url: fake.url, ...config });
  return victorialogs.create(parsed).read(subject, { most: 200, limits: limitsOf(timeoutMs) });
}

const row = (time: string, more: object = {}) => `${JSON.stringify({ _time: time, _msg: 'x', ...more })}\n`;
const answers = (body: string) => fake.fail({ status: 200, body, headers: { 'Content-Type': 'application/stream+json' } });

it('asks for the newest lines of the stretch, of its tenant', async () => {
  fake.lines.set('0:0', [{ at: NOW - 5, text: 'x', labels: { service: 'checkout' } }]);
  expect((await read()).lines).toEqual([{ at: NOW - 5, text: 'x' }]);
  expect(Object.fromEntries(new URLSearchParams(fake.history[0]?.body))).toEqual({
    query: 'service:="checkout"',
    start: new Date(WINDOW.from).toISOString(),
    end: new Date(WINDOW.to).toISOString(),
    limit: '200',
    timeout: '3000ms',
  });
  expect((await read({ account_id: 0, project_id: 9 })).lines).toEqual([]);
  expect(fake.history[1]?.headers).toMatchObject({ accountid: '0', projectid: '9' });
  fake.assertClean();
});

it('orders what comes in no order, by nanoseconds', async () => {
  const times = ['02:16:59.000000003Z', '02:16:59.000000001Z', '02:16:59Z', '02:16:59.000000002Z'];
  answers(times.map((time, i) => row(`2026-03-04T${time}`, { _msg: `${i}` })).join(''));
  expect((await read()).lines.map(({ text }) => text)).toEqual(['2', '1', '3', '0']);
});

it('leaves out what lies outside of the stretch', async () => {
  answers(['02:10:59.999Z', '02:11:00Z', '02:17:00Z'].map((time) => row(`2026-03-04T${time}`, { _msg: time })).join(''));
  expect((await read()).lines.map(({ text }) => text)).toEqual(['02:11:00Z']);
});

it('shows a row without a message as it is', async () => {
  const written = '{"_time":"2026-03-04T02:16:59Z","status":"500"}';
  answers(`${written}\n`);
  expect((await read()).lines).toMatchObject([{ text: written }]);
});

it('keeps the lines before an error that comes in the middle', async () => {
  answers(`${row('2026-03-04T02:16:59Z')}remoteAddr: "x"; cannot execute query\n`);
  expect(await read()).toMatchObject({ lines: [{ text: 'x' }], partial: '1 of 2 rows are no log lines' });
});

it('takes the whole lines of an endless answer', async () => {
  let taken = 0;
  fake.fail({
    status: 200,
    chunks: function* () {
      for (let i = 0; ; i += 1) {
        taken += 1;
        yield Buffer.from(row('2026-03-04T02:16:59Z', { _msg: `${i} ${'x'.repeat(100_000)}` }));
      }
    },
  });
  const log = await read();
  expect(log.partial).toBe('the answer was cut at 1 MiB');
  expect(log.lines).toHaveLength(10);
  expect(log.lines.every(({ text }) => text.endsWith('x'.repeat(100_000)))).toBe(true);
  expect(taken).toBeLessThan(200);
});

it.each([
  ['{"count(*)":"3"}\n', 'the query gives rows that are no log lines (without _time): leave out its | stats or | fields'],
  [`{"_time":"yesterday"}\n`, 'the query gives rows that are no log lines'],
  ['x'.repeat(1024 * 1024 + 1), 'answered something that is not JSON lines (application/stream+json): is url its address?'],
])('says what is wrong with %.30s', async (body, message) => {
  answers(body);
  await expect(read()).rejects.toMatchObject({ outcome: 'unusable', message: expect.stringContaining(message) });
});

it('says what VictoriaLogs says of a query', async () => {
  await expect(read({ query: 'service:="{{ labels.service }}" |' })).rejects.toMatchObject({
    outcome: 'refused',
    message: expect.stringMatching(/^refuses the question \(400\): cannot parse `query` arg \[service:="checkout" \|\]/),
  });
});

it.each(['" or service:="x', "it's", '`', '\\', '*', '|'])('finds a service by the name %s alone', async (service) => {
  fake.lines.set('0:0', [
    { at: NOW - 5, text: 'ours', labels: { service } },
    { at: NOW - 5, text: 'not ours', labels: { service: 'x' } },
  ]);
  const queries = ['service:="{{ labels.service }}"', "service:='{{ labels.service }}'"];
  for (const query of queries)
    expect((await read({ query }, aSubject({ service }))).lines.map(({ text }) => text)).toEqual(['ours']);
  fake.assertClean();
});

it.each([
  [{ query: 'service:={{ labels.service }}' }, 'outside of any string'],
  [{ account_id: -1 }, 'Too small'],
  [{ project_id: 1.5 }, 'expected int'],
])('refuses the configuration %j', (config, message) => {
  const parsed = victorialogs.schema.safeParse({ ...base, url: 'http://x', ...config });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});
