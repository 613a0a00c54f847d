import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listening, listen } from '../../src/http/listen.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';
import { runDemo } from './runDemo.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(yaml?: string): Promise<TestApp & { url: string }> {
  const database = await openTestDatabase('pglite');
  cleanups.push(() => database.close());
  const started = await startTestApp(yaml === undefined ? { database } : { database, yaml });
  const server: Listening = await listen(started.app.http, { host: '127.0.0.1', port: 0 });
  cleanups.push(() => server.close(0));
  return { ...started, url: `http://${server.address}` };
}

const incidentList = z.object({
  items: z.array(z.object({ number: z.number(), title: z.string(), status: z.string(), severity: z.string() })),
});

async function incidentsOf(server: TestApp): Promise<z.output<typeof incidentList>['items']> {
  const { body } = await server.get('/api/v1/incidents?limit=100');
  return incidentList.parse(body).items.reverse();
}

function headings(printed: readonly string[]): string[] {
  return printed.map((text) => /^== (.+?) == /.exec(text)?.[1] ?? text);
}

describe('demo', () => {
  it('makes an outage and its noise, and leaves nothing open', async () => {
    const server = await startServer();
    const { code, stdout, stderr } = await runDemo(server, ['--url', server.url]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const incidents = await incidentsOf(server);
    expect(incidents.map(({ title, severity, status }) => `${severity} ${status} ${title.split(':')[0]}`)).toEqual([
      'info resolved Watchdog',
      'warning resolved DiskAlmostFull',
      'info resolved KubePodRestarting',
      'critical resolved PostgresConnectionsExhausted',
    ]);
    expect(headings(server.printed).filter((heading) => / #4 /.test(heading))).toEqual([
      'NEW INCIDENT #4 CheckoutLatencyHigh',
      'WORSE #4 HttpErrorRateHigh',
      'WORSE #4 PostgresConnectionsExhausted',
      'MORE ALERTS #4 PostgresConnectionsExhausted',
      'RESOLVED #4 PostgresConnectionsExhausted',
    ]);
    expect(stdout).toContain(`Watch the board: ${server.url}/\n`);
    expect(stdout.match(/^ +\d+ s {2}\S/gm)).toHaveLength(18);
    expect(stdout).toContain(`incident #4    ${server.url}/incidents/4  PostgresConnectionsExhausted:`);
  });

  it('keeps quiet what is silenced, and says how to ask why', async () => {
    const server = await startServer();
    const { stdout } = await runDemo(server, ['--url', server.url]);
    expect(stdout).toContain('restarts of the reports are silenced');
    expect(headings(server.printed).filter((heading) => heading.includes('KubePodRestarting'))).toEqual([]);
    expect(stdout).toMatch(
      new RegExp(`KubePodRestarting, by silence:\n    npm run -s tocsin -- why --url ${server.url} [0-9a-f]{16}\n`),
    );
    server.clock.advance(1_000);
    await server.app.drain();
    const { body } = await server.get('/api/v1/silences?status=active');
    expect(body).toMatchObject({ items: [] });
  });

  it('is quieter by the rules that are shipped for it', async () => {
    const server = await startServer(readFileSync(new URL('../../examples/demo.yml', import.meta.url), 'utf8'));
    const { stdout } = await runDemo(server, ['--url', server.url]);
    for (const line of ['DiskAlmostFull, by hold_down:', 'KubePodRestarting, by silence:', 'HttpErrorRateHigh, by inhibit:'])
      expect(stdout).toContain(line);
    expect(headings(server.printed).filter((heading) => heading.startsWith('NEW'))).toEqual([
      'NEW INCIDENT #1 Watchdog',
      'NEW INCIDENT #4 HttpErrorRateHigh',
    ]);
  });

  it('says how to ask why where another integration has sent it before', async () => {
    const server = await startServer(`
server: { allow_anonymous: true }
integrations: [{ name: old, type: alertmanager, token: old-token }, { name: new, type: alertmanager, token: new-token }]
route: { receiver: console }
receivers: [{ name: console, console_configs: [{}] }]
`);
    await runDemo(server, ['--url', server.url, '--token', 'old-token']);
    const { code, stdout } = await runDemo(server, ['--url', server.url, '--token', 'new-token']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/KubePodRestarting, by silence:\n.* why --url \S+ [0-9a-f]{16} --integration new\n/);
  });

  it('can be run again: the same incidents reopen and resolve', async () => {
    const server = await startServer();
    await runDemo(server, ['--url', server.url]);
    const again = await runDemo(server, ['--url', server.url]);
    expect(again.code).toBe(0);
    expect((await incidentsOf(server)).map(({ status }) => status)).toEqual(['resolved', 'resolved', 'resolved', 'resolved']);
    expect(headings(server.printed).filter((heading) => heading.startsWith('REOPENED #4'))).toHaveLength(1);
  });
});

const PAGING = `
route: { receiver: quiet, routes: [{ matchers: ['severity=~"critical|error"'], receiver: oncall }] }
receivers:
  - { name: quiet }
  - { name: oncall, console_configs: [{}], webhook_configs: [{ url: 'http://127.0.0.1:1/hook' }] }
`;

describe('demo and who is told', () => {
  it('refuses where more than the console would be told, and sends nothing', async () => {
    const server = await startServer(PAGING);
    const { code, stdout, stderr } = await runDemo(server, ['--url', server.url]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('nothing was sent');
    expect(stderr).toContain('oncall (webhook, console): HttpErrorRateHigh, PostgresConnectionsExhausted\n');
    expect(stderr).toContain('--send');
    expect(stderr).not.toContain('quiet');
    expect(await incidentsOf(server)).toEqual([]);
  });

  it('sends it all the same with --send', async () => {
    const server = await startServer(PAGING);
    const { code } = await runDemo(server, ['--url', server.url, '--send']);
    expect(code).toBe(0);
    expect(await incidentsOf(server)).toHaveLength(4);
  });

  it("needs an integration's credential where there is one, and counts that integration's labels", async () => {
    const server = await startServer(`
server: { api_tokens: [{ name: ada, role: viewer, token: adas-token }] }
integrations: [{ name: prod, type: alertmanager, token: the-token, labels: { env: prod } }]
route: { receiver: quiet, routes: [{ matchers: ['env="prod"', 'alertname="Watchdog"'], receiver: hook }] }
receivers: [{ name: quiet }, { name: hook, webhook_configs: [{ url: 'http://127.0.0.1:1/hook' }] }]
`);
    expect(await runDemo(server, ['--url', server.url])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("give an integration's token with --token"),
    });
    expect(await runDemo(server, ['--url', server.url, '--token', 'wrong'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('of no integration'),
    });
    const refused = await runDemo(server, [], { TOCSIN_URL: `${server.url}/`, TOCSIN_TOKEN: 'the-token' });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('hook (webhook): Watchdog') });
    const sent = await runDemo(server, ['--url', server.url, '--token', 'the-token', '--send']);
    // That credential may send, and read nothing.
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining(`${server.url}/incidents/NUMBER`) });
    expect(sent.stdout).toContain('may set no silence');
    const person = { TOCSIN_TOKEN: 'adas-token' };
    expect(await runDemo(server, ['--url', server.url, '--send'], person)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('TOCSIN_TOKEN is of no integration, but perhaps an API token'),
    });
    const read = await runDemo(server, ['--url', server.url, '--token', 'the-token', '--send'], person);
    expect(read).toMatchObject({ code: 0, stdout: expect.stringMatching(/incident #\d+ /) });
  });
});

describe('demo without a server', () => {
  it('says clearly that no server answers', async () => {
    const { port, close } = await plainServer(() => 200, '');
    await close();
    const { code, stderr } = await runDemo(null, ['--url', `http://127.0.0.1:${port}`]);
    expect(code).toBe(1);
    expect(stderr).toContain(`no server answers at http://127.0.0.1:${port} (ECONNREFUSED)`);
    expect(stderr).toContain('npm start');
  });

  it.each([
    [200, '<html>'],
    [200, '{}'],
    [404, 'not found'],
    [302, ''],
  ])('says that something else answers (%i %s)', async (status, body) => {
    const { port, close } = await plainServer(() => status, body);
    cleanups.push(close);
    const { code, stderr } = await runDemo(null, ['--url', `http://127.0.0.1:${port}`]);
    expect(code).toBe(1);
    expect(stderr).toContain('is not a Tocsin of this version');
  });

  it('repeats what the server refuses with', async () => {
    const error = JSON.stringify({ error: { code: 'unavailable', message: 'The database does not answer.', details: [] } });
    const { port, close } = await plainServer(() => 503, error);
    cleanups.push(close);
    const { code, stderr } = await runDemo(null, ['--url', `http://127.0.0.1:${port}`]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `http://127.0.0.1:${port} answered 503: The database does not answer.` });
  });

  it.each(['localhost:9195', 'ftp://x', 'http://user:secret@x', 'http://x/?a=b'])('refuses %s as an address', async (url) => {
    expect(await runDemo(null, ['--url', url])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url is not the address'),
    });
    expect(await runDemo(null, [], { TOCSIN_URL: url })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('TOCSIN_URL is not'),
    });
  });
});

async function plainServer(status: () => number, body: string): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => response.writeHead(status(), { location: '/elsewhere' }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}
