import { expect, it } from 'vitest';
import { goodAlert, httpFixture, JSON_TYPE, openPolicy, webhookBody } from './httpFixture.ts';

const path = '/webhooks/alertmanager';
const errorOf = async (response: Response): Promise<{ code: string; message: string; details: string[] }> =>
  ((await response.json()) as { error: { code: string; message: string; details: string[] } }).error;

it('commits the body as it came and answers what is in it', async () => {
  const { post, entries } = httpFixture();
  const body = `${webhookBody([goodAlert, { ...goodAlert, labels: {} }, goodAlert])}\n`;
  const response = await post(path, body, { ...JSON_TYPE, 'x-correlation-id': 'corr-1' });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ accepted: 2, rejected: 1 });
  expect(response.headers.get('x-request-id')).toBe('corr-1');
  expect(entries).toEqual([{ kind: 'webhook/alertmanager', integration: 'default', correlationId: 'corr-1', body }]);
});

it('keeps text that is not ASCII as it came', async () => {
  const { post, entries } = httpFixture();
  const body = webhookBody([{ ...goodAlert, labels: { alertname: 'Сбой 故障 \u{1f525}' } }]);
  expect((await post(path, body, JSON_TYPE)).status).toBe(200);
  expect(entries[0]?.body).toBe(body);
});

it('answers only after the commit', async () => {
  let commit = (_: string): void => {};
  const committed = new Promise<string>((resolve) => {
    commit = resolve;
  });
  const { post } = httpFixture(openPolicy, { intake: { append: () => committed } });
  let answered = false;
  const response = post(path, webhookBody([goodAlert]), JSON_TYPE).then((answer) => {
    answered = true;
    return answer;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  commit('entry-1');
  expect((await response).status).toBe(200);
});

it.each([
  ['not JSON', 'nonsense'],
  ['another shape', '{"text":"from payload:"}'],
  ['nesting of 500', `{"alerts":[${'['.repeat(500)}${']'.repeat(500)}]}`],
  ['no body', ''],
  ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
])('refuses %s with 400 and commits nothing', async (_, body) => {
  const { post, entries } = httpFixture();
  const response = await post(path, body, JSON_TYPE);
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({ code: 'bad_request', details: [] });
  expect(entries).toEqual([]);
});

it.each([
  ['gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' }],
  ['identity, said aloud', { ...JSON_TYPE, 'content-encoding': 'identity' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['plain text', { 'content-type': 'text/plain' }],
  ['what only begins like JSON', { 'content-type': 'application/json5' }],
  ['another charset', { 'content-type': 'application/json; charset=latin1' }],
])('refuses %s with 415', async (_, headers) => {
  const { post, entries } = httpFixture();
  const response = await post(path, new TextEncoder().encode(webhookBody([goodAlert])), headers);
  expect(response.status).toBe(415);
  expect((await errorOf(response)).code).toBe('unsupported_media_type');
  expect(entries).toEqual([]);
});

it('refuses a body without a Content-Type, which any web page can make a browser send', async () => {
  expect((await httpFixture().post(path, new TextEncoder().encode(webhookBody([goodAlert])))).status).toBe(415);
});

it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.am+json'])('takes %s', async (type) => {
  expect((await httpFixture().post(path, webhookBody([goodAlert]), { 'content-type': type })).status).toBe(200);
});

it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405 and what is allowed', async (method) => {
  const { app } = httpFixture();
  const response = await app.fetch(new Request(`http://localhost${path}`, { method }));
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
  expect(response.headers.get('x-request-id')).not.toBeNull();
});

it.each(['/webhooks/grafana', '/webhooks/alertmanager/nobody', '/webhooks/alertmanager/default/more', '/webhooks'])(
  'answers %s with 404',
  async (unknown) => {
    const { post, refused } = httpFixture();
    const response = await post(unknown, webhookBody([goodAlert]), JSON_TYPE);
    expect(response.status).toBe(404);
    expect((await errorOf(response)).code).toBe('not_found');
    expect(refused).toEqual([]);
  },
);

it('takes the integration `default` by name', async () => {
  expect((await httpFixture().post(`${path}/default`, webhookBody([goodAlert]), JSON_TYPE)).status).toBe(200);
});

it('answers 503 with Retry-After when the journal does not take it, and says why only in the log', async () => {
  const fixture = httpFixture(openPolicy, {
    intake: { append: () => Promise.reject(new Error('connect ECONNREFUSED db:5432')) },
  });
  const response = await fixture.post(path, webhookBody([goodAlert]), JSON_TYPE);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(JSON.stringify(await errorOf(response))).not.toContain('db:5432');
  expect(JSON.stringify(fixture.logLines)).toContain('db:5432');
});

it('counts what it took, and logs it only for who debugs', async () => {
  const fixture = httpFixture();
  await fixture.post(path, webhookBody([goodAlert, null]), JSON_TYPE);
  await fixture.post(path, 'nonsense', JSON_TYPE);
  const metrics = await (await fixture.get('/metrics')).text();
  expect(metrics).toContain('tocsin_alerts_received_total{integration="default"} 1');
  expect(metrics).toContain('tocsin_alerts_rejected_total{integration="default"} 1');
  expect(metrics).toContain('http_requests_total{method="POST",route="/webhooks/{sender}",status="200"} 1');
  expect(metrics).toContain('http_requests_total{method="POST",route="/webhooks/{sender}",status="400"} 1');
  const lines = fixture.logLines.filter(({ message }) => message === 'request');
  expect(lines.map(({ level, status }) => [level, status])).toEqual([
    ['debug', 200],
    ['info', 400],
    ['debug', 200],
  ]);
});

it('takes the next request after each bad one', async () => {
  const { post } = httpFixture();
  for (const bad of ['nonsense', '{}', '[', 'x'.repeat(3_000)]) await post(path, bad, JSON_TYPE);
  expect((await post(path, webhookBody([goodAlert]), JSON_TYPE)).status).toBe(200);
});
