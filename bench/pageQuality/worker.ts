import type { Answer } from './pool.ts';
import { runSeed, type SeedJob } from './runSeed.ts';

process.on('message', (job) => {
  runSeed(job as SeedJob).then(
    (result) => send({ result }),
    (error: unknown) => send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

function send(answer: Answer): void {
  process.send?.(answer);
}
