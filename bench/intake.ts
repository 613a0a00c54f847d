import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { postableBody, webhookBody } from './alerts.ts';
import { median, postAll, quantile } from './load.ts';
import { type Cluster, freePort } from './postgres.ts';
import { cpuSeconds, peakRssMiB, type Running, start, treeCpuSeconds } from './process.ts';
import { startServer } from './server.ts';

const ROUNDS = 5;
const CONNECTIONS = 20;
const SIZES = [1, 10, 100] as const;
const REQUESTS: Readonly<Record<number, number>> = { 1: 3_000, 10: 1_500, 100: 250 };

const CONFIG = `
telemetry: { log_level: warning }
route: { receiver: none }
receivers: [{ name: none }]
`;

interface Round {
  readonly alertsPerSecond: number;
  readonly cpuMsPer1000: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * What taking alerts in costs: parsed, committed, answered. Somebody else holds the lease, so that this process decides
 * nothing; Alertmanager takes the same alerts by its own API in interleaved rounds.
 */
export async function benchIntake(cluster: Cluster | null): Promise<string[]> {
  if (!cluster) return ['intake alone: needs Postgres, which is not installed'];
  const databaseUrl = await cluster.createDatabase('intake');
  const server = await startServer(CONFIG, databaseUrl);
  await server.stop();
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await client`update engine set holder = 'the bench', token = token + 1, lease_until = now() + interval '1 day'`;
  const taking = await startServer(CONFIG, databaseUrl);
  const alertmanager = await startAlertmanager();
  const lines = [
    '| alerts a webhook | alerts/s | CPU ms per 1,000: Tocsin + Postgres | Alertmanager | ratio (median of pairs) | p50 ms | p99 ms |',
    '|---|---|---|---|---|---|---|',
  ];
  let group = 0;
  for (const size of SIZES) {
    const rounds: { ours: Round; theirs: Round | null }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const from = group;
      group += REQUESTS[size] as number;
      const ours = await measure(
        `${taking.url}/webhooks/alertmanager`,
        size,
        from,
        webhookBody,
        () => cpuSeconds(taking.pid) + treeCpuSeconds(cluster.pid),
      );
      const theirs =
        alertmanager &&
        (await measure(`${alertmanager.url}/api/v2/alerts`, size, from, postableBody, () => cpuSeconds(alertmanager.pid)));
      // The first round warms both up.
      if (round > 0) rounds.push({ ours, theirs });
      await client`truncate journal`;
    }
    lines.push(row(size, rounds));
  }
  lines.push('', `Peak memory of the process that takes in: ${peakRssMiB(taking.pid).toFixed(0)} MiB.`);
  await client.end();
  await taking.stop();
  await alertmanager?.stop();
  return lines;
}

async function measure(url: string, size: number, from: number, body: typeof webhookBody, cpu: () => number): Promise<Round> {
  const startsAt = new Date().toISOString();
  const requests = REQUESTS[size] as number;
  const bodies = Array.from({ length: requests }, (_, index) => body(from + index, size, startsAt));
  const before = cpu();
  const { seconds, latenciesMs } = await postAll(url, bodies, CONNECTIONS);
  const alerts = requests * size;
  return {
    alertsPerSecond: alerts / seconds,
    cpuMsPer1000: ((cpu() - before) * 1e6) / alerts,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
  };
}

function row(size: number, rounds: readonly { ours: Round; theirs: Round | null }[]): string {
  const of = (pick: (round: Round) => number): number => median(rounds.map(({ ours }) => pick(ours)));
  const theirs = rounds.flatMap((pair) => pair.theirs ?? []);
  const ratios = rounds.flatMap(({ ours, theirs: other }) => (other ? [ours.cpuMsPer1000 / other.cpuMsPer1000] : []));
  const them = theirs.length > 0 ? median(theirs.map((round) => round.cpuMsPer1000)).toFixed(1) : 'not installed';
  const ratio = ratios.length > 0 ? median(ratios).toFixed(2) : '–';
  return `| ${size} | ${of((round) => round.alertsPerSecond).toFixed(0)} | ${of((round) => round.cpuMsPer1000).toFixed(1)} | ${them} | ${ratio} | ${of((round) => round.p50Ms).toFixed(1)} | ${of((round) => round.p99Ms).toFixed(1)} |`;
}

async function startAlertmanager(): Promise<(Running & { url: string }) | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-am-'));
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(
    config,
    'route: { receiver: none, group_by: [alertname, namespace], group_wait: 1h }\nreceivers: [{ name: none }]\n',
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  try {
    const running = await start('prometheus-alertmanager', args, { ready: async () => (await fetch(`${url}/-/ready`)).ok });
    return {
      ...running,
      url,
      stop: async () => {
        await running.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
}
