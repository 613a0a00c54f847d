import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakePagerDuty, startPagerDuty } from '../fakes/pagerduty.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { POSTGRES_BINARIES, PrivatePostgres } from './privatePostgres.ts';
import { ServerProcess } from './serverProcess.ts';
import { webhookBody } from './webhookBody.ts';

if (!POSTGRES_BINARIES)
  console.warn('\nSKIPPED: the tests in which Postgres goes away, because initdb and pg_ctl cannot be run here\n');

let folder: string;
let pagerduty: FakePagerDuty;
let postgres: PrivatePostgres;
let server: ServerProcess;

beforeEach(async () => {
  if (!POSTGRES_BINARIES) return;
  folder = await mkdtemp(join(tmpdir(), 'tocsin-gone-'));
  pagerduty = await startPagerDuty();
  postgres = await PrivatePostgres.make();
  postgres.start();
  const yaml = `
pagerduty: { events_url: '${pagerduty.url}' }
route: { receiver: oncall }
receivers: [{ name: oncall, pagerduty_configs: [{ routing_key: '${'a'.repeat(32)}' }] }]
`;
  await writeFile(join(folder, 'tocsin.yml'), yaml);
  const args = ['--config', join(folder, 'tocsin.yml'), '--listen', `127.0.0.1:${await freePort()}`];
  server = new ServerProcess(args, { DATABASE_URL: postgres.url });
});

afterEach(async () => {
  if (!POSTGRES_BINARIES) return;
  await server.kill();
  await postgres.remove();
  await pagerduty.close();
  await rm(folder, { recursive: true, force: true });
});

function post(address: string, alertname: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${address}/webhooks/alertmanager`, { method: 'POST', headers, body: webhookBody(alertname) });
}

const status = async (url: string): Promise<number> => (await fetch(url)).status;

describe.skipIf(!POSTGRES_BINARIES)('Postgres goes away at once', { timeout: 120_000 }, () => {
  it('answers 503 and says when to come again, stays healthy, and mends itself', async () => {
    const address = await server.address();
    expect((await post(address, 'Before')).status).toBe(200);
    await eventually(
      () => pagerduty.events.length === 1,
      () => `no page:\n${server.stdout}`,
    );
    for (const round of [1, 2, 3]) {
      postgres.crash();
      const answer = await post(address, `During${round}`);
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect(await status(`${address}/-/healthy`)).toBe(200);
      expect(await status(`${address}/-/ready`)).toBe(503);
      expect(await status(`${address}/api/v1/incidents`)).toBe(503);
      postgres.start();
      await eventually(
        async () => (await status(`${address}/-/ready`)) === 200,
        () => `it is not ready again:\n${server.stdout}`,
        10_000,
      );
      expect((await post(address, `After${round}`)).status).toBe(200);
      await eventually(
        () => pagerduty.incidents.some(({ summary }) => summary.includes(`After${round}`)),
        () => `no page after it came back:\n${server.stdout}`,
        10_000,
      );
    }
    // What was refused was not stored, and what was paged was paged once.
    const names = pagerduty.incidents.map(({ summary }) => /\w+/.exec(summary)?.[0]);
    expect(names).toEqual(['Before', 'After1', 'After2', 'After3']);
    expect(pagerduty.events.every(({ effect }) => effect === 'opened')).toBe(true);
  });

  it('under traffic: every answer is 200 or 503, and what was answered 200 is paged once', async () => {
    const address = await server.address();
    const statuses = new Set<number>();
    const answered = new Set<string>();
    let isOver = false;
    const traffic = async (name: string): Promise<void> => {
      while (!isOver) {
        const { status } = await post(address, name);
        statuses.add(status);
        if (status === 200) answered.add(name);
        await sleep(5);
      }
    };
    const senders = Array.from({ length: 8 }, (_, index) => traffic(`Traffic${index}`));
    for (let round = 0; round < 5; round += 1) {
      await sleep(700);
      postgres.crash();
      await sleep(300);
      postgres.start();
    }
    await sleep(1_000);
    isOver = true;
    await Promise.all(senders);
    expect([...statuses].sort()).toEqual([200, 503]);
    await eventually(
      () => pagerduty.incidents.length >= answered.size,
      () => `not everything was paged:\n${server.stdout}`,
      45_000,
    );
    const names = pagerduty.incidents.map(({ summary }) => /\w+/.exec(summary)?.[0]);
    expect(names.sort()).toEqual([...answered].sort());
    expect(server.ending, server.stderr).toBe(null);
  });

  it('in the middle of a page: the page is looked after when Postgres is back, under the same key', async () => {
    const address = await server.address();
    pagerduty.fail({ delayMs: 1_500 });
    expect((await post(address, 'Disk')).status).toBe(200);
    await eventually(
      () => pagerduty.events.length === 1,
      () => `no page:\n${server.stdout}`,
    );
    postgres.crash();
    await eventually(
      () => server.stdout.includes('could not be settled'),
      () => `nothing was said of it:\n${server.stdout}`,
    );
    postgres.start();
    const open = async (): Promise<unknown[]> => {
      const response = await fetch(`${address}/api/v1/deliveries?status=delivered`);
      return response.ok ? ((await response.json()) as { items: unknown[] }).items : [];
    };
    await eventually(
      async () => (await open()).length === 1,
      () => `the delivery is not settled:\n${server.stdout}`,
      45_000,
    );
    expect(pagerduty.incidents).toHaveLength(1);
  });
});
