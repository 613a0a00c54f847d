import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a fake and, while it is down, answers 503 in its place, for as long as a story wants. */
export interface Gate {
  readonly url: string;
  isDown: boolean;
  close(): Promise<void>;
}

export async function openGate(target: string): Promise<Gate> {
  const gate = { url: '', isDown: false, close: async () => {} };
  const to = new URL(target);
  const server = createServer((incoming, answer) => (gate.isDown ? refuse(incoming, answer) : pass(to, incoming, answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gate.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${to.pathname.replace(/\/$/, '')}`;
  gate.close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return gate;
}

function refuse(incoming: IncomingMessage, answer: ServerResponse): void {
  incoming.resume();
  incoming.on('end', () => answer.writeHead(503, { 'Content-Type': 'text/plain' }).end('out of order'));
}

function pass(to: URL, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url: path } = incoming;
  const onward = request({ host: to.hostname, port: to.port, method, path, headers, agent: false }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => incoming.socket.resetAndDestroy());
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
