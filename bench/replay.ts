import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contextTree } from '../src/backtest/contextTree.ts';
import { median } from './load.ts';
import { readPolicyTree, SHIPPED_POLICY } from './pageQuality/qualityConfig.ts';
import { cpuSeconds } from './process.ts';
import { REPLAY_CONTEXT, writeReplayTrace } from './replayTrace.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const RUNS = 5;

/** `replay` of the built program over traces of its own, with the policy that is shipped: alerts a second, and a second of CPU, its start included. */
export function benchReplay(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  try {
    const config = join(folder, 'tocsin.yml');
    // JSON is YAML.
    writeFileSync(config, JSON.stringify({ ...readPolicyTree(SHIPPED_POLICY), services: contextTree(REPLAY_CONTEXT).services }));
    return [1, 4].map((weeks) => {
      const trace = join(folder, `${weeks}.jsonl`);
      writeReplayTrace(trace, weeks);
      const runs = Array.from({ length: RUNS }, () => run(config, trace));
      const alerts = runs[0]?.alerts ?? 0;
      const cpu = median(runs.map(({ cpuS }) => cpuS));
      const took = median(runs.map(({ tookS }) => tookS));
      const MiB = (statSync(trace).size / 1024 / 1024).toFixed(0);
      return `| ${weeks} | ${alerts} in ${MiB} MiB | ${took.toFixed(2)} | ${(alerts / took).toFixed(0)} | ${cpu.toFixed(2)} | ${(alerts / cpu).toFixed(0)} |`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(config: string, trace: string): { alerts: number; cpuS: number; tookS: number } {
  const before = cpuSeconds(process.pid);
  const own = process.cpuUsage();
  const started = performance.now();
  const printed = execFileSync(process.execPath, [MAIN, 'replay', '--config', config, trace], { encoding: 'utf8' });
  const tookS = (performance.now() - started) / 1000;
  const mine = process.cpuUsage(own);
  // What the kernel counts for this process has that of its ended children in it.
  const cpuS = cpuSeconds(process.pid) - before - (mine.user + mine.system) / 1e6;
  const alerts = Number(/^alerts received +(\d+)$/m.exec(printed)?.[1]);
  if (!(alerts > 0)) throw new Error(`the replay printed no count of alerts:\n${printed}`);
  return { alerts, cpuS, tookS };
}
