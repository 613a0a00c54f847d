import { Agent } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookBody } from './alerts.ts';
import { post, quantile } from './load.ts';
import { type PagerDutyStandIn, startPagerDuty } from './pagerduty.ts';
import type { Cluster } from './postgres.ts';
import { pagerdutyConfig } from './receivers.ts';
import { type BenchServer, startServer } from './server.ts';

const KEYS = 20;
/** Between two webhooks; the servers take turns. */
const EVERY_MS = 50;
/** Warm the code up. */
const FIRST = 20;

/**
 * From a webhook being sent to the PagerDuty request arriving, on two servers in turns: one has no sources of evidence, the other
 * five, none of which ever answers.
 */
export async function benchEvidence(cluster: Cluster | null, seconds: number): Promise<string[]> {
  const hole = await startBlackHole();
  const sides: Side[] = [];
  try {
    for (const sources of ['', blackHoled(hole.url)]) sides.push(await Side.start(cluster, sources));
    const count = (seconds * 1000) / EVERY_MS;
    const started = performance.now();
    for (let n = 0; n < count; n += 1) {
      await sleep(Math.max(0, started + n * EVERY_MS - performance.now()));
      sides[n % 2]?.send(n);
    }
    for (const side of sides) await side.settled();
    const [without, black] = sides.map((side) => side.delays()) as [number[], number[]];
    const row = (name: string, delays: readonly number[]): string =>
      `| ${name} | ${delays.length} | ${[0.5, 0.9, 0.99].map((share) => quantile(delays, share).toFixed(1)).join(' | ')} |`;
    const ratio = (share: number): string => (quantile(black, share) / quantile(without, share)).toFixed(2);
    return [
      row('no sources', without),
      row('none answers', black),
      `| ratio | | ${ratio(0.5)} | ${ratio(0.9)} | ${ratio(0.99)} |`,
      hole.line(),
    ];
  } finally {
    for (const side of sides) await side.stop();
    hole.close();
  }
}

function blackHoled(url: string): string {
  return `
logs:
  sources:
    - { name: loki, type: loki, url: '${url}', query: '{job="{{ labels.job }}"}' }
    - { name: elk, type: elasticsearch, url: '${url}', index: 'logs', match: { service.name: '{{ labels.job }}' } }
traces:
  - { name: jaeger, type: jaeger, url: '${url}', service: '{{ labels.job }}' }
  - { name: zipkin, type: zipkin, url: '${url}', service: '{{ labels.job }}' }
metrics:
  - { name: prometheus, type: prometheus, url: '${url}', aliases: ['http://prometheus.example.com'] }
`;
}

/** Takes connections and never says anything. */
async function startBlackHole() {
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    line: () => `\nThe sources that never answer were asked over ${taken} connections.`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

class Side {
  readonly #server: BenchServer;
  readonly #pagerduty: PagerDutyStandIn;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #sent = new Map<string, number>();
  readonly #posts: Promise<void>[] = [];

  private constructor(server: BenchServer, pagerduty: PagerDutyStandIn) {
    this.#server = server;
    this.#pagerduty = pagerduty;
  }

  static async start(cluster: Cluster | null, sources: string): Promise<Side> {
    const pagerduty = await startPagerDuty();
    const database = cluster ? await cluster.createDatabase('evidence') : null;
    return new Side(await startServer(`${pagerdutyConfig(pagerduty.url, KEYS)}${sources}`, database), pagerduty);
  }

  send(n: number): void {
    const body = webhookBody(n, 1, new Date().toISOString());
    this.#sent.set(`shop-${n}`, performance.now());
    this.#posts.push(post(this.#agent, `${this.#server.url}/webhooks/alertmanager`, body));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#posts);
    for (let waited = 0; this.#pagerduty.arrivals.size < this.#sent.size && waited < 60_000; waited += 100) await sleep(100);
  }

  /** Milliseconds, of all but the first. */
  delays(): number[] {
    return [...this.#pagerduty.arrivals]
      .filter(([name]) => Number(name.slice(5)) >= FIRST)
      .map(([name, at]) => at - (this.#sent.get(name) ?? at));
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#server.stop();
    this.#pagerduty.close();
  }
}
