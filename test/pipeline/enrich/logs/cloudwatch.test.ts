import { afterEach, beforeEach, expect, it } from 'vitest';
import { cloudwatch } from '../../../../src/pipeline/enrich/logs/cloudwatch.ts';
import type { RawLog } from '../../../../src/pipeline/enrich/logs/logSource.ts';
import { type FakeCloudwatch, startCloudwatch } from '../../../fakes/cloudwatch.ts';
import { aSubject, limitsOf, NOW, WINDOW } from './aSubject.ts';

let fake: FakeCloudwatch;
beforeEach(async () => {
  fake = await startCloudwatch(NOW);
  fake.groups.set('/ecs/checkout', []);
});
afterEach(() => fake.close());

const base = { name: 'cw', type: 'cloudwatch', region: 'eu-west-1', log_group: '/ecs/{{ labels.service }}', filter: 'ERROR' };

function read(config: object = {}, subject = aSubject(), { most = 10, timeoutMs = 5_000 } = {}): Promise<RawLog> {
  const keys = { access_key_id: fake.account.id, secret_access_key: fake.account.secret };
  const parsed = cloudwatch.schema.parse({ ...base, url: fake.url, ...keys, ...config });
  return cloudwatch.create(parsed).read(subject, { most, limits: limitsOf(timeoutMs) });
}

/** `many` lines, one each second, the last one `before` milliseconds before the end of the stretch. */
function put(many: number, before = 1_000): void {
  const lines = Array.from({ length: many }, (_, i) => ({
    at: WINDOW.to - before - 1_000 * (many - 1 - i),
    text: `ERROR ${i}`,
    labels: {},
  }));
  fake.groups.set('/ecs/checkout', [...(fake.groups.get('/ecs/checkout') ?? []), ...lines]);
}

it('asks for the newest quarter by itself, and for no more where that has enough', async () => {
  put(90);
  const { lines, partial, query } = await read();
  expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => `ERROR ${80 + i}`));
  expect(partial).toBeNull();
  expect(query).toBe(
    `FilterLogEvents {"logGroupName":"/ecs/checkout","filterPattern":"ERROR","startTime":${WINDOW.from},"endTime":${WINDOW.to - 1}}`,
  );
  const asked = fake.history.map(({ body }) => JSON.parse(body) as { startTime: number; endTime: number });
  expect(asked).toMatchObject([{ startTime: WINDOW.to - 90_000, endTime: WINDOW.to - 1 }]);
  fake.assertClean();
});

it('asks for the rest where it has too few', async () => {
  put(4);
  put(4, 200_000);
  expect((await read()).lines.map(({ text }) => text)).toEqual([0, 1, 2, 3, 0, 1, 2, 3].map((i) => `ERROR ${i}`));
  expect(fake.history.map(({ body }) => (JSON.parse(body) as { endTime: number }).endTime)).toEqual([
    WINDOW.to - 1,
    WINDOW.to - 90_001,
  ]);
  fake.assertClean();
});

it('goes through pages, empty ones too', async () => {
  Object.assign(fake.paging, { events: 20, emptyBefore: 2 });
  put(85);
  expect((await read()).lines.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => `ERROR ${75 + i}`));
  fake.assertClean();
});

it('gives what it has when its time is over, and says so', async () => {
  put(30);
  fake.fail({ delayMs: 0 }, 'hang');
  const log = await read({}, aSubject(), { most: 50, timeoutMs: 300 });
  expect(log.lines).toHaveLength(30);
  expect(log.partial).toBe('timed out after 0.3 s; 1 page was read');
});

it('gives what it has when AWS takes no more', async () => {
  put(30);
  fake.fail({ delayMs: 0 }, { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } });
  const log = await read({}, aSubject(), { most: 50 });
  expect(log).toMatchObject({ partial: 'takes no more questions for now (ThrottlingException): Rate exceeded; 1 page was read' });
  expect(log.lines).toHaveLength(30);
});

it('keeps the newest mebibyte of long lines', async () => {
  const text = `ERROR ${'x'.repeat(200_000)}`;
  const page = (from: number) => ({ events: Array.from({ length: 4 }, (_, i) => ({ timestamp: from + i, message: text })) });
  fake.fail({ status: 200, body: { ...page(NOW - 90_000), nextToken: 't' } }, { status: 200, body: page(NOW - 80_000) });
  const log = await read();
  expect(log.lines.map(({ at }) => at)).toEqual([NOW - 89_997, NOW - 80_000, NOW - 79_999, NOW - 79_998, NOW - 79_997]);
  expect(log.partial).toBe('more than 1 MiB: the oldest lines are left out');
});

it.each([
  ['ThrottlingException', 'Rate exceeded', 'limited', 'takes no more questions for now (ThrottlingException): Rate exceeded'],
  ['com.amazonaws.logs#LimitExceededException', '', 'limited', 'takes no more questions for now (LimitExceededException)'],
  ['AccessDeniedException', 'no', 'refused', 'does not accept the credentials (AccessDeniedException): no'],
  ['ExpiredTokenException', 'no', 'refused', 'does not accept the credentials (ExpiredTokenException): no'],
  ['InvalidParameterException', 'no', 'refused', 'refuses the question (InvalidParameterException): no'],
])('calls %s by its name', async (__type, message, outcome, said) => {
  fake.fail({ status: 400, body: { __type, message } });
  await expect(read()).rejects.toMatchObject({ outcome, message: said });
});

it('names the log group that is not there', async () => {
  await expect(read({}, aSubject({ service: 'rds' }))).rejects.toMatchObject({
    outcome: 'refused',
    message: 'knows no log group /ecs/rds in eu-west-1 (ResourceNotFoundException): The specified log group does not exist.',
  });
});

it.each([
  [{ secret_access_key: 'wrong' }, 'does not accept the credentials (InvalidSignatureException)'],
  [{ access_key_id: 'AKIDOTHER' }, 'does not accept the credentials (UnrecognizedClientException)'],
  [{ region: 'us-east-1' }, 'does not accept the credentials (InvalidSignatureException)'],
  [{ session_token: 'stale' }, 'does not accept the credentials (UnrecognizedClientException)'],
])('is signed with what the configuration holds: %j is refused', async (config, message) => {
  await expect(read(config)).rejects.toThrow(message);
});

it('asks nothing without credentials', async () => {
  const config = { access_key_id: undefined, secret_access_key: undefined };
  await expect(read(config)).rejects.toThrow('nothing is asked without credentials: set access_key_id and secret_access_key');
  expect(fake.history).toEqual([]);
});

it('an alert stays in the place of the log group that is its', async () => {
  await expect(read({}, aSubject({ service: 'a/b' }))).rejects.toThrow('nothing is asked');
  await expect(read({ filter: '"{{ labels.pod }}"' }, aSubject({ service: 'checkout', pod: 'a" ?"b' }))).rejects.toThrow(
    'nothing is asked',
  );
  expect(fake.history).toEqual([]);
});

it.each([
  [{ region: 'Ireland' }, 'must be a region, as in eu-west-1'],
  [{ log_group: 'a b' }, 'must be the name of a log group'],
  [{ filter: '{{ labels.pod }}' }, 'outside of quotes'],
  [{ access_key_id: 'AKID' }, 'has only a part of its credentials'],
  [{ session_token: 't' }, 'has only a part of its credentials'],
])('refuses the configuration %j', (config, message) => {
  const parsed = cloudwatch.schema.safeParse({ ...base, ...config });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});
