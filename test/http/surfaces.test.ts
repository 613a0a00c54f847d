import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/configError.ts';
import { closedPolicy, goodAlert, httpFixture, JSON_TYPE, openPolicy, webhookBody } from './httpFixture.ts';

const admin = { authorization: 'Bearer admin-token' };

describe('request ids', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  it.each([
    [{ 'x-correlation-id': 'c-1', 'x-request-id': 'r-1' }, 'c-1'],
    [{ 'x-request-id': 'r-1', traceparent: `00-${trace}-00f067aa0ba902b7-01` }, 'r-1'],
    [{ traceparent: `00-${trace}-00f067aa0ba902b7-01` }, trace],
    [{ 'x-correlation-id': 'x'.repeat(128) }, 'x'.repeat(128)],
  ])('takes %o', async (headers, id) => {
    for (const path of ['/-/healthy', '/nothing', '/webhooks/alertmanager']) {
      expect((await httpFixture().get(path, headers)).headers.get('x-request-id')).toBe(id);
    }
  });

  it.each([
    {},
    { 'x-request-id': 'x'.repeat(129) },
    { 'x-request-id': 'a b' },
    { 'x-request-id': 'ü' },
    { traceparent: 'nonsense' },
  ])('makes one where %o has none', async (headers) => {
    const id = (await httpFixture().get('/-/healthy', headers)).headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('puts it on the log line', async () => {
    const fixture = httpFixture();
    await fixture.get('/nothing', { 'x-request-id': 'r-1' });
    expect(fixture.logLines).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'request',
        correlation_id: 'r-1',
        status: 404,
        route: 'unmatched',
        path: '/nothing',
      }),
    ]);
  });
});

describe('errors', () => {
  it('are JSON for programs and a page for people', async () => {
    const { get } = httpFixture();
    const response = await get('/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: 'not_found', message: 'There is nothing at /nothing.', details: [] },
    });
    const page = await get('/nothing', { accept: 'text/html,*/*' });
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect((await get('/api/v1/nothing', { accept: 'text/html' })).headers.get('content-type')).toContain('application/json');
  });

  it.each([
    ['/-/healthy', 'POST', 'GET, HEAD'],
    ['/-/reload', 'GET', 'POST'],
    ['/metrics', 'POST', 'GET, HEAD'],
    ['/api/v1/incidents', 'DELETE', 'GET, HEAD'],
    ['/api/v1/incidents/1/acknowledge', 'GET', 'POST'],
    ['/', 'POST', 'GET, HEAD'],
  ])('%s refuses %s and allows %s', async (path, method, allowed) => {
    const response = await httpFixture().app.fetch(new Request(`http://localhost${path}`, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect(await response.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  });

  it('say nothing of what failed inside', async () => {
    const fixture = httpFixture(openPolicy, { reload: () => Promise.reject(new Error('secret inner state')) });
    const response = await fixture.post('/-/reload');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret inner state');
    expect(JSON.stringify(fixture.logLines)).toContain('secret inner state');
  });
});

describe('health', () => {
  it('is healthy and open, whatever the database does', async () => {
    for (const ready of [async () => false, () => Promise.reject(new Error('gone'))]) {
      const { get } = httpFixture(closedPolicy, { ready });
      expect((await get('/-/healthy')).status).toBe(200);
      const response = await get('/-/ready');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } });
    }
    expect((await httpFixture(closedPolicy).get('/-/ready')).status).toBe(200);
  });

  it('answers HEAD', async () => {
    const response = await httpFixture().app.fetch(new Request('http://localhost/-/healthy', { method: 'HEAD' }));
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('POST /-/reload', () => {
  it('is for admins', async () => {
    const asked: boolean[] = [];
    const { post } = httpFixture(closedPolicy, {
      reload: async (force) => {
        asked.push(force);
        return { file: force ? '/etc/tocsin/tocsin.yml' : null, needsRestart: [] };
      },
    });
    expect((await post('/-/reload')).status).toBe(401);
    expect((await post('/-/reload', '', { authorization: 'Bearer responder-token' })).status).toBe(403);
    expect((await post('/-/reload', '', { ...admin, origin: 'https://evil.test' })).status).toBe(403);
    expect(asked).toEqual([]);
    expect((await post('/-/reload', '', admin)).status).toBe(200);
    const forced = await post('/-/reload?force=true', '', admin);
    expect(forced.status).toBe(200);
    const file = '/etc/tocsin/tocsin.yml';
    expect(await forced.json()).toEqual({ reloaded: true, file, in_force: file });
    expect(asked).toEqual([false, true]);
    expect((await post('/-/reload?force=maybe', '', admin)).status).toBe(400);
  });

  it('names what is in force only after a restart', async () => {
    const { post } = httpFixture(openPolicy, { reload: async () => ({ file: null, needsRestart: ['server.listen'] }) });
    expect(await (await post('/-/reload')).json()).toMatchObject({ reloaded: true, needs_restart: ['server.listen'] });
  });

  it('says each problem', async () => {
    const problem = { line: 3, column: 5, path: 'route.receiver', message: 'there is no receiver "x"', remedy: '' };
    const { post } = httpFixture(openPolicy, { reload: () => Promise.reject(new ConfigError('tocsin.yml', [problem])) });
    const response = await post('/-/reload');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { details: ['tocsin.yml:3:5: route.receiver: there is no receiver "x"'] },
    });
  });
});

describe('/metrics', () => {
  it('is open and has the names that others rely on', async () => {
    const text = await (await httpFixture(closedPolicy).get('/metrics')).text();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'http_requests_total',
        'http_request_duration_seconds',
        'active_connections',
        'tocsin_alerts_received_total',
        'tocsin_alerts_rejected_total',
        'tocsin_decisions_total',
        'tocsin_incidents_open',
        'tocsin_notifications_total',
        'tocsin_notification_latency_seconds',
        'tocsin_deliveries_pending',
        'tocsin_delivery_oldest_seconds',
        'tocsin_journal_lag_seconds',
        'tocsin_config_last_reload_successful',
      ]),
    );
    expect(text).toContain(`tocsin_build_info{version="1.2.3",node="${process.versions.node}"} 1`);
    expect(text).toMatch(/^alertmanager_build_info\{version="0\.\d+\.\d+"\} 1$/m);
  });

  it('counts what is not there under one name', async () => {
    const { get, app } = httpFixture();
    for (let i = 0; i < 20; i++) await get(`/nothing-${i}`);
    await app.fetch(new Request('http://localhost/nothing', { method: 'PROPFIND' }));
    const text = await (await get('/metrics')).text();
    expect(text.match(/^http_requests_total\{.*$/gm)).toEqual([
      'http_requests_total{method="GET",route="unmatched",status="404"} 20',
      'http_requests_total{method="other",route="unmatched",status="404"} 1',
    ]);
  });
});

describe('refused senders', () => {
  it('are told of by name where one is known', async () => {
    const { post, refused } = httpFixture(closedPolicy);
    await post('/webhooks/alertmanager/prod', webhookBody([goodAlert]), { ...JSON_TYPE, authorization: 'Bearer wrong' });
    await post('/webhooks/alertmanager', webhookBody([goodAlert]), JSON_TYPE);
    expect(refused).toEqual([
      { integration: 'prod', remote: 'unknown', status: 401 },
      { integration: null, remote: 'unknown', status: 401 },
    ]);
  });
});
