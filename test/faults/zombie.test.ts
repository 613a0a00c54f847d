import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takePidLock } from '../../src/store/pidLock.ts';
import { eventually } from './eventually.ts';

it.runIf(process.platform === 'linux')('the lock of a killed process that nobody has reaped yet is taken over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-zombie-'));
  // The shell becomes a program that never asks after the child it was left with.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
    const field = async (index: number): Promise<string | undefined> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index];
    };
    await eventually(
      async () => (await field(0)) === 'Z',
      () => 'it was reaped, or lives',
    );
    await writeFile(join(folder, 'tocsin.pid'), JSON.stringify({ pid, host: hostname(), startedAt: await field(19) }));
    const unlock = await takePidLock(folder);
    await unlock();
  } finally {
    parent.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
  expect(parent.killed).toBe(true);
});
