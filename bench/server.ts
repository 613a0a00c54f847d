import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './postgres.ts';
import { type Running, start } from './process.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface BenchServer extends Running {
  readonly url: string;
}

/** The built server with a configuration (its text), on Postgres by URL or on an embedded database of its own. */
export async function startServer(yaml: string, databaseUrl: string | null): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const port = await freePort();
  const config = join(folder, 'tocsin.yml');
  writeFileSync(config, yaml);
  const url = `http://127.0.0.1:${port}`;
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', DATABASE_URL: databaseUrl ?? '' };
  const args = [
    ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []),
    MAIN,
    'serve',
    '--config',
    config,
    '--listen',
    `127.0.0.1:${port}`,
    '--data-dir',
    join(folder, 'data'),
  ];
  const ready = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
  const running = await start(process.execPath, args, { env, ready });
  return {
    ...running,
    url,
    stop: async (signal) => {
      await running.stop(signal);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
