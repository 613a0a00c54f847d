import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { watchedSocket } from '../../src/store/watchedSocket.ts';

test('a query on a connection that has gone silent fails, where postgres.js alone waits for ever', async () => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const client = postgres(`postgres://u@127.0.0.1:${port}/d`, {
    max: 1,
    connect_timeout: 60,
    ...({ socket: watchedSocket(200) } as object),
  });
  await expect(client`select 1`).rejects.toThrow(/silent|CONNECTION/);
  await client.end({ timeout: 0 });
  silent.close();
});

test('a place where nobody listens is refused, each time it is asked', async () => {
  const place = createServer((socket) => socket.end());
  place.listen(0, '127.0.0.1');
  await once(place, 'listening');
  const { port } = place.address() as AddressInfo;
  place.close();
  await once(place, 'close');
  const client = postgres(`postgres://u@127.0.0.1:${port}/d`, {
    max: 1,
    connect_timeout: 5,
    ...({ socket: watchedSocket() } as object),
  });
  for (let nth = 0; nth < 3; nth += 1) await expect(client`select 1`).rejects.toThrow(/ECONNREFUSED/);
  await client.end({ timeout: 0 });
});
