import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TocsinError } from '../errors.ts';
import { processSpace } from './processSpace.ts';
import { processStart } from './processStart.ts';

interface Holder {
  readonly pid: number;
  /** Where that number means something: see {@link processSpace}. */
  readonly space: string;
  /** Start of that process in kernel ticks, where the system tells: a number is used again. */
  readonly startedAt: string | null;
}

/** The holder touches its lock so often; of a holder in another container that is all there is to see of its life. */
const TOUCHED_EVERY_MS = 5_000;
const STALE_AFTER_MS = 20_000;
const WATCH_STEP_MS = 200;

/**
 * Makes the data folder this process's own until the returned function is called. PGlite itself lets a second process open
 * the same folder, and rows vanish. A lock left by a process that is gone is taken over; where that cannot be asked, because
 * it ran in another container, once the lock has not been touched for `staleAfterMs`.
 */
export async function takePidLock(dataDir: string, staleAfterMs = STALE_AFTER_MS): Promise<() => Promise<void>> {
  await makeFolder(dataDir);
  const path = join(dataDir, 'tocsin.pid');
  const mine: Holder = { pid: process.pid, space: processSpace(), startedAt: await processStart(process.pid) };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await writeNew(path, mine)) return keepTouched(path);
    const holder = await readHolder(path);
    if (holder && (await isAlive(path, holder, mine, staleAfterMs))) {
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

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const text = `the data folder ${dataDir} cannot be made: ${why}. Choose another with --data-dir`;
    throw new TocsinError('bad_request', text, { cause });
  }
}

/** Whole or not at all: a half-written lock would be taken for none. */
async function writeNew(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.pid}`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (!isExisting(error)) throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

function keepTouched(path: string): () => Promise<void> {
  let touches = 0;
  const touch = (): void => {
    // Any change will do: whoever watches compares, and needs no clock of ours.
    touches += 1;
    utimes(path, touches, touches).catch(() => {});
  };
  const timer = setInterval(touch, TOUCHED_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rm(path, { force: true });
  };
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null;
    const space = 'space' in value && typeof value.space === 'string' ? value.space : '';
    const startedAt = 'startedAt' in value && typeof value.startedAt === 'string' ? value.startedAt : null;
    return { pid: value.pid, space, startedAt };
  } catch {
    return null;
  }
}

async function isAlive(path: string, holder: Holder, mine: Holder, staleAfterMs: number): Promise<boolean> {
  if (holder.space !== mine.space) return isTouched(path, staleAfterMs);
  if (holder.pid === mine.pid) return holder.startedAt === mine.startedAt;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return holder.startedAt === null || (await processStart(holder.pid)) === holder.startedAt;
}

/** Whether the lock is touched while we watch: our clock and the other's need not agree. */
async function isTouched(path: string, watchMs: number): Promise<boolean> {
  const touchedAt = async (): Promise<number | null> => (await stat(path).catch(() => null))?.mtimeMs ?? null;
  const before = await touchedAt();
  for (let watched = 0; watched < watchMs; watched += WATCH_STEP_MS) {
    const now = await touchedAt();
    if (now === null) return false;
    if (now !== before) return true;
    await new Promise((resolve) => setTimeout(resolve, WATCH_STEP_MS));
  }
  return false;
}
