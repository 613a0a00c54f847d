import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { openPostgresPool } from '../../src/store/postgresPool.ts';
import { watchedSockets } from '../../src/store/watchedSockets.ts';

test('a query on a connection that has gone silent fails, where postgres.js alone waits for ever', async () => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const client = postgres(`postgres://u@127.0.0.1:${port}/d`, {
    max: 1,
    connect_timeout: 60,
    ...({ socket: watchedSockets(200).open } as object),
  });
  await expect(client`select 1`).rejects.toThrow(/silent|CONNECTION/);
  await client.end({ timeout: 0 });
  silent.close();
});

const OPENSSL = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!OPENSSL)(`the same under TLS${OPENSSL ? '' : ' (skipped: there is no openssl to make a certificate)'}`, async () => {
  const making = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=silent -keyout - -out -';
  const pem = spawnSync('openssl', making.split(' '), { encoding: 'utf8' }).stdout;
  let isSecure = false;
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('S');
      const secured = new TLSSocket(socket, { isServer: true, key: pem, cert: pem });
      secured.on('error', () => {});
      secured.once('data', () => {
        isSecure = true;
      });
    });
  });
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const options = { connect_timeout: 60, ssl: 'require' } as const;
  const pool = openPostgresPool(`postgres://u@127.0.0.1:${port}/d`, 1, watchedSockets(300).open, options);
  await expect(pool.client.unsafe('select 1')).rejects.toThrow(/silent|lost/);
  expect(isSecure).toBe(true);
  await pool.close();
  silent.close();
});

test('what is still connecting or connected is cut when everything ends', async () => {
  const quiet = createServer(() => {});
  quiet.listen(0, '127.0.0.1');
  await once(quiet, 'listening');
  const { port } = quiet.address() as AddressInfo;
  const sockets = watchedSockets();
  const place = { host: ['127.0.0.1'], port: [port] };
  const connected = sockets.open(place);
  await once(connected, 'connect');
  const connecting = sockets.open(place);
  const closed = [connected, connecting].map((socket) => once(socket, 'close'));
  sockets.destroyAll();
  await Promise.all(closed);
  expect(() => sockets.open(place)).toThrow('the database has been closed');
  quiet.close();
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
    ...({ socket: watchedSockets().open } as object),
  });
  for (let nth = 0; nth < 3; nth += 1) await expect(client`select 1`).rejects.toThrow(/ECONNREFUSED/);
  await client.end({ timeout: 0 });
});
