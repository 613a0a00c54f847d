import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { HttpApp } from './server.ts';

const MAX_CONNECTIONS = 4_096;
const IDLE_SWEEP_MS = 50;
const SERVER_OPTIONS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** How often the two above are looked at. */
  connectionsCheckingInterval: 2_000,
  /** Longer than the keep-alive of those in front, so that they close first and never send into a closed socket. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/** A server that listens. */
export interface Listening {
  /** `host:port`, as bound; a port 0 has become a real one. */
  readonly address: string;
  readonly port: number;
  /** Takes no more requests, lets those under way end, and cuts off what is left after `drainMs`. */
  close(drainMs: number): Promise<void>;
}

/** @throws the listen error (`EADDRINUSE`, `EACCES` …) as Node gives it */
export async function listen(app: HttpApp, options: { host: string; port: number }): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env as HttpBindings),
    serverOptions: SERVER_OPTIONS,
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => {
    app.connections(1);
    socket.once('close', () => app.connections(-1));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { address, port, family } = server.address() as AddressInfo;
  return {
    address: family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`,
    port,
    close: (drainMs) => close(server, drainMs),
  };
}

function close(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy at the close stays open when its answer is out; it is idle then, so it is swept.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
