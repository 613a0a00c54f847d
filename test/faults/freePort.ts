import { createServer } from 'node:net';

/** Below what operating systems give to whoever asks for any port. */
const FIRST = 12_000;
const LAST = 32_000;

let next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

/**
 * A free port of 127.0.0.1 for processes that are started again at the same address: while they are away, nobody who asks for
 * any port is given it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = next;
    next = port < LAST ? port + 1 : FIRST;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port of 127.0.0.1 is free between ${FIRST} and ${LAST}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
