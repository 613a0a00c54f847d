import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PagerDutyStandIn {
  readonly url: string;
  /** When each trigger arrived (`performance.now()`), by the group label `namespace` of its summary's incident. */
  readonly arrivals: Map<string, number>;
  close(): void;
}

/** Takes every event and notes when the first trigger of each namespace came. */
export async function startPagerDuty(): Promise<PagerDutyStandIn> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const at = performance.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const namespace = /"namespace":"(shop-\d+)"/.exec(text)?.[1];
      if (namespace && text.includes('"trigger"') && !arrivals.has(namespace)) arrivals.set(namespace, at);
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end('{"status":"success","message":"Event processed","dedup_key":"x"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, arrivals, close: () => void server.close() };
}
