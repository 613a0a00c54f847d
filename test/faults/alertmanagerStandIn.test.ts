import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, startFakeServer } from '../fakes/fakeServer.ts';
import { AlertmanagerStandIn } from './alertmanagerStandIn.ts';
import { eventually } from './eventually.ts';
import { seeded } from './random.ts';

const DISK = { alertname: 'Disk', instance: 'web-1' };

let server: FakeServer;
let sender: AlertmanagerStandIn;
afterEach(async () => {
  await sender.stop();
  await server.close();
});

async function start(groupIntervalMs = 100): Promise<void> {
  server = await startFakeServer({ answer: () => ({ status: 200, body: '' }) });
  sender = new AlertmanagerStandIn({
    url: `${server.url}/webhooks/alertmanager`,
    random: seeded(1),
    now: Date.now,
    groupIntervalMs,
    repeatIntervalMs: 3_600_000,
    backoffMs: 5,
  });
}

const statuses = (): string[] => server.history.map(({ body }) => JSON.parse(body).status);
const calm = () =>
  eventually(
    () => sender.calm,
    () => 'it never rests',
  );

describe('the stand-in for Alertmanager', () => {
  it('tells of the firing and of the end, once each', async () => {
    await start(20);
    sender.fire(DISK);
    await calm();
    sender.resolve(DISK);
    await calm();
    await sleep(100);
    expect(statuses()).toEqual(['firing', 'resolved']);
    expect(sender.offers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('tries a 5xx and a cut connection again at once, with the same bytes', async () => {
    await start();
    server.fail({ status: 503 }, 'reset', { status: 500 });
    sender.fire(DISK);
    await calm();
    expect(sender.offers.map(({ outcome }) => outcome)).toEqual(['refused', 'unknown', 'refused', 'ok']);
    expect(new Set(server.history.map(({ body }) => body)).size).toBe(1);
  });

  it.each([400, 413, 429, 301])('after a %i waits for the next group interval', async (status) => {
    await start(500);
    server.fail({ status });
    sender.fire(DISK);
    await eventually(
      () => sender.offers.length === 1,
      () => 'nothing was offered',
    );
    expect(sender.calm).toBe(false);
    await sleep(20);
    expect(sender.offers).toHaveLength(1);
    await calm();
    expect(sender.offers.map(({ outcome }) => outcome)).toEqual(['refused', 'ok']);
  });

  it('never tells of what fired and ended before anybody took it', async () => {
    await start();
    sender.fire(DISK);
    sender.resolve(DISK);
    await sleep(250);
    expect(server.history).toEqual([]);
    expect(sender.calm).toBe(true);
  });

  it('tells the whole group when one more fires, and an alert that ended only once', async () => {
    await start(20);
    sender.fire(DISK);
    await calm();
    sender.fire({ ...DISK, instance: 'web-2' });
    await calm();
    sender.resolve(DISK);
    await calm();
    sender.fire({ ...DISK, instance: 'web-3' });
    await calm();
    const shown = server.history.map(({ body }) =>
      (JSON.parse(body).alerts as { status: string; labels: { instance: string } }[])
        .map(({ status, labels }) => `${labels.instance} ${status}`)
        .join(', '),
    );
    expect(shown).toEqual([
      'web-1 firing',
      'web-1 firing, web-2 firing',
      'web-1 resolved, web-2 firing',
      'web-2 firing, web-3 firing',
    ]);
  });
});
