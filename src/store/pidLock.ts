import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { TocsinError } from '../errors.ts';
import { processStart } from './processStart.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start of that process in kernel ticks, where the system tells: a pid alone is used again, in containers at once. */
  readonly startedAt: string | null;
}

/**
 * Makes the data folder this process's own until the returned function is called. PGlite itself lets a second process open
 * the same folder, and rows vanish. A lock left by a process that is gone is taken over.
 */
export async function takePidLock(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError('bad_request', `the data folder ${dataDir} cannot be made: ${why}. Choose another with --data-dir`, {
      cause,
    });
  });
  const path = join(dataDir, 'tocsin.pid');
  const mine: Holder = { pid: process.pid, host: hostname(), startedAt: await processStart(process.pid) };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(JSON.stringify(mine));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    const holder = await readHolder(path);
    if (holder && (await isAlive(holder, mine))) {
      throw new TocsinError(
        'conflict',
        `the data folder ${dataDir} is in use by process ${holder.pid}: the embedded database takes one process. ` +
          'Stop that one, choose another folder with --data-dir, or use Postgres (DATABASE_URL) for several',
      );
    }
    await rm(path, { force: true });
  }
  throw new TocsinError('conflict', `the lock ${path} could not be taken: another process starts at the same moment; try again`);
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null;
    const host = 'host' in value && typeof value.host === 'string' ? value.host : '';
    const startedAt = 'startedAt' in value && typeof value.startedAt === 'string' ? value.startedAt : null;
    return { pid: value.pid, host, startedAt };
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder, mine: Holder): Promise<boolean> {
  if (holder.host === mine.host && holder.pid === mine.pid) return holder.startedAt === mine.startedAt;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return holder.startedAt === null || (await processStart(holder.pid)) === holder.startedAt;
}
