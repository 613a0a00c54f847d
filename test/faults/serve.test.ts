import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/store/open.ts';
import { deliveries } from '../../src/store/schema.ts';
import { type FakePagerDuty, startPagerDuty } from '../fakes/pagerduty.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { ServerProcess } from './serverProcess.ts';
import { webhookBody } from './webhookBody.ts';

let folder: string;
let pagerduty: FakePagerDuty;
let servers: ServerProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-serve-'));
  pagerduty = await startPagerDuty();
  servers = [];
  const yaml = `
pagerduty: { events_url: '${pagerduty.url}' }
route: { receiver: oncall }
receivers: [{ name: oncall, pagerduty_configs: [{ routing_key: '${'a'.repeat(32)}' }] }]
`;
  await writeFile(join(folder, 'tocsin.yml'), yaml);
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await pagerduty.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const listen = `127.0.0.1:${await freePort()}`;
  const dataDir = join(folder, 'data');
  const server = new ServerProcess(['--config', join(folder, 'tocsin.yml'), '--listen', listen, '--data-dir', dataDir]);
  servers.push(server);
  return server;
}

function post(address: string, alertname: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${address}/webhooks/alertmanager`, { method: 'POST', headers, body: webhookBody(alertname) });
}

/** Seconds from the signal to the end. */
async function endingOf(server: ServerProcess): Promise<{ code: number | null; seconds: number }> {
  const from = performance.now();
  server.signal('SIGTERM');
  const { code } = await server.ended;
  return { code, seconds: (performance.now() - from) / 1000 };
}

async function delivered(): Promise<string[]> {
  const database = await openPglite(join(folder, 'data'));
  try {
    return (await database.db.select().from(deliveries)).map(({ status }) => status);
  } finally {
    await database.close();
  }
}

describe('serve, as a process', { timeout: 120_000 }, () => {
  it('on SIGTERM ends what is under way, on both sides, and exits 0', async () => {
    const server = await start();
    const address = await server.address();
    pagerduty.fail({ delayMs: 2_000 });
    expect((await post(address, 'Disk')).status).toBe(200);
    await eventually(
      () => pagerduty.events.length === 1,
      () => 'nothing was paged',
    );
    const half = halfSent(address, webhookBody('Net'));
    await sleep(100);
    const ending = endingOf(server);
    await sleep(300);
    await expect(post(address, 'TooLate')).rejects.toThrow();
    half.finish();
    expect(await half.status).toBe(200);
    const { code, seconds } = await ending;
    expect(code, server.stderr).toBe(0);
    expect(seconds).toBeLessThan(10);
    // What was taken at the last moment is paged by the next process, if this one had no time for it.
    const again = await start();
    await again.address();
    await eventually(
      () => pagerduty.events.length >= 2,
      () => 'the second alert was not paged',
    );
    expect((await endingOf(again)).code).toBe(0);
    expect(await delivered()).toEqual(['delivered', 'delivered']);
    expect(pagerduty.events.map(({ action }) => action)).toEqual(['trigger', 'trigger']);
  });

  it('on SIGTERM exits 0 within 10 s even if PagerDuty never answers', async () => {
    const server = await start();
    const address = await server.address();
    pagerduty.fail('hang');
    expect((await post(address, 'Disk')).status).toBe(200);
    await eventually(
      () => pagerduty.history.length === 1,
      () => 'nothing was sent',
    );
    const { code, seconds } = await endingOf(server);
    expect(code, server.stderr).toBe(0);
    expect(seconds).toBeLessThan(10);
  });

  it('after SIGKILL in the middle of a page, pages again within seconds, under the same key', async () => {
    const server = await start();
    pagerduty.fail({ delayMs: 30_000 });
    expect((await post(await server.address(), 'Disk')).status).toBe(200);
    await eventually(
      () => pagerduty.events.length === 1,
      () => 'nothing was paged',
    );
    await server.kill();
    const again = await start();
    await again.address();
    await eventually(
      () => pagerduty.events.length === 2,
      () => `the page was not looked after:\n${again.stdout}`,
      15_000,
    );
    expect(pagerduty.incidents).toHaveLength(1);
  });

  it('refuses a second process on the same data folder, and says which one has it', async () => {
    const first = await start();
    const address = await first.address();
    const second = await start();
    const { code } = await second.ended;
    expect(code).toBe(1);
    expect(second.stderr).toMatch(/the data folder \S+ is in use by process \d+/);
    expect(second.stderr).toContain('--data-dir');
    expect((await post(address, 'Disk')).status).toBe(200);
  });

  it('takes up a ./tocsin.yml that was written since, and keeps it when the file is gone', async () => {
    const cwd = join(folder, 'empty');
    await mkdir(cwd);
    const args = ['--listen', `127.0.0.1:${await freePort()}`, '--data-dir', join(folder, 'data')];
    const server = new ServerProcess(args, {}, cwd);
    servers.push(server);
    const address = await server.address();
    const reload = async (): Promise<unknown> => (await fetch(`${address}/-/reload`, { method: 'POST' })).json();
    const usual = join(cwd, 'tocsin.yml');
    const none = `built-in defaults: TOCSIN_CONFIG is not set and there is no ${usual}`;
    expect(server.stdout).toContain(`Configuration     ${none}`);
    expect(await reload()).toEqual({ reloaded: true, file: null, in_force: none });

    await rename(join(folder, 'tocsin.yml'), usual);
    server.signal('SIGHUP');
    await eventually(
      () => server.stdout.includes(`the configuration was reloaded: ${usual}`),
      () => `it was not reloaded:\n${server.stdout}${server.stderr}`,
    );
    expect(await reload()).toEqual({ reloaded: true, file: usual, in_force: usual });
    expect((await post(address, 'Disk')).status).toBe(200);
    await eventually(
      () => pagerduty.events.length === 1,
      () => 'its receiver was not told',
    );

    await rm(usual);
    expect(await reload()).toMatchObject({ error: { details: [expect.stringContaining('there is no such file')] } });
  });
});

/** A request whose second half waits. */
function halfSent(address: string, body: string): { finish: () => void; status: Promise<number> } {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const sending = request(`${address}/webhooks/alertmanager`, { method: 'POST', headers });
  const status = new Promise<number>((resolve, reject) => {
    sending.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.once('error', reject);
  });
  status.catch(() => {});
  sending.write(body.slice(0, 20));
  return { finish: () => sending.end(body.slice(20)), status };
}
