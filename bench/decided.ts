import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookBody } from './alerts.ts';
import { post, postAll, quantile } from './load.ts';
import { startPagerDuty } from './pagerduty.ts';
import type { Cluster } from './postgres.ts';
import { cpuSeconds, peakRssMiB, treeCpuSeconds } from './process.ts';
import { pagerdutyConfig } from './receivers.ts';
import { type BenchServer, startServer } from './server.ts';
import { untilDecided } from './untilDecided.ts';

const KEYS = 20;

export interface Place {
  readonly name: 'PGlite' | 'Postgres';
  readonly cluster: Cluster | null;
}

/** All the way to decided: incident, timeline and outbox written, for distinct alerts in webhooks of 100. */
export async function benchDecided(place: Place, alerts: number): Promise<string> {
  return withServer(place, 'decided', async (server, cpu) => {
    const bodies = Array.from({ length: alerts / 100 }, (_, group) => webhookBody(group, 100, new Date().toISOString()));
    await postAll(`${server.url}/webhooks/alertmanager`, bodies.splice(0, 10), 4);
    const before = cpu();
    const started = performance.now();
    await postAll(`${server.url}/webhooks/alertmanager`, bodies, 8);
    await untilDecided(server);
    const seconds = (performance.now() - started) / 1000;
    const count = bodies.length * 100;
    const cpuMs = ((cpu() - before) * 1e6) / count;
    return `| ${place.name} | ${(count / seconds).toFixed(0)} | ${cpuMs.toFixed(0)} | ${peakRssMiB(server.pid).toFixed(0)} |`;
  });
}

/** From a webhook being sent to the PagerDuty request arriving: 20 webhooks a second, each a new incident. */
export async function benchLatency(place: Place, seconds: number): Promise<string> {
  return withServer(place, 'latency', async (server, cpu, pagerduty) => {
    const agent = new Agent({ keepAlive: true });
    const sent = new Map<string, number>();
    const before = cpu();
    const started = performance.now();
    const count = seconds * 20;
    const posts: Promise<void>[] = [];
    for (let n = 0; n < count; n += 1) {
      await sleep(Math.max(0, started + n * 50 - performance.now()));
      const body = webhookBody(n, 1, new Date().toISOString());
      sent.set(`shop-${n}`, performance.now());
      posts.push(post(agent, `${server.url}/webhooks/alertmanager`, body));
    }
    await Promise.all(posts);
    for (let waited = 0; pagerduty.arrivals.size < count && waited < 60_000; waited += 100) await sleep(100);
    const used = cpu() - before;
    agent.destroy();
    // The first second warms the code up.
    const delays = [...pagerduty.arrivals]
      .filter(([name]) => Number(name.slice(5)) >= 20)
      .map(([name, at]) => at - (sent.get(name) ?? at));
    const ms = (share: number): string => quantile(delays, share).toFixed(1);
    return `| ${place.name} | ${pagerduty.arrivals.size} of ${count} | ${ms(0.5)} | ${ms(0.9)} | ${ms(0.99)} | ${((used / seconds) * 100).toFixed(0)} % |`;
  });
}

/** 100,000 distinct alerts in 60 s: how long after the last one everything is decided. */
export async function benchStorm(place: Place, alerts: number, seconds: number): Promise<string> {
  return withServer(place, 'storm', async (server, cpu) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const before = cpu();
    const started = performance.now();
    const webhooks = alerts / 50;
    const posts: Promise<void>[] = [];
    const answersMs: number[] = [];
    for (let n = 0; n < webhooks; n += 1) {
      await sleep(Math.max(0, started + (n * seconds * 1000) / webhooks - performance.now()));
      const at = performance.now();
      const done = post(agent, `${server.url}/webhooks/alertmanager`, webhookBody(n, 50, new Date().toISOString()));
      posts.push(done.then(() => void answersMs.push(performance.now() - at)));
    }
    await Promise.all(posts);
    const lastAt = performance.now();
    await untilDecided(server);
    const after = (performance.now() - lastAt) / 1000;
    agent.destroy();
    const sent = ((lastAt - started) / 1000).toFixed(0);
    return `| ${place.name} | ${alerts} in ${sent} s | ${after.toFixed(1)} | ${Math.max(...answersMs).toFixed(0)} | ${(cpu() - before).toFixed(0)} | ${peakRssMiB(server.pid).toFixed(0)} |`;
  });
}

type Measure = (server: BenchServer, cpu: () => number, pagerduty: Awaited<ReturnType<typeof startPagerDuty>>) => Promise<string>;

async function withServer(place: Place, name: string, measure: Measure): Promise<string> {
  const pagerduty = await startPagerDuty();
  const databaseUrl = place.cluster ? await place.cluster.createDatabase(name) : null;
  const server = await startServer(pagerdutyConfig(pagerduty.url, KEYS), databaseUrl);
  const { cluster } = place;
  try {
    return await measure(server, () => cpuSeconds(server.pid) + (cluster ? treeCpuSeconds(cluster.pid) : 0), pagerduty);
  } finally {
    await server.stop();
    pagerduty.close();
  }
}
