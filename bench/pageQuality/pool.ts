import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SeedJob, SeedResult } from './runSeed.ts';

/** Runs jobs in a few processes of its own; results come in the order of the jobs. */
export async function runAll(jobs: readonly SeedJob[], processes: number, onDone: () => void): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  const queue = jobs.map((job, index) => ({ job, index }));
  const drain = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        results[next.index] = await ask(child, next.job);
        onDone();
      }
    } finally {
      child.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, drain));
  return results;
}

export type Answer = { readonly result: SeedResult } | { readonly error: string };

function ask(child: ChildProcess, job: SeedJob): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      const answer = message as Answer;
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.result);
    });
    child.send(job);
  });
}
