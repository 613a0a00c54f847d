import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takePidLock } from '../../src/store/pidLock.ts';
import { processSpace } from '../../src/store/processSpace.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leaveLock = (holder: object): Promise<void> => writeFile(join(folder, 'tocsin.pid'), JSON.stringify(holder));

test('a second one is refused, told who has the folder and what to do', async () => {
  const unlock = await takePidLock(folder);
  await expect(takePidLock(folder)).rejects.toThrow(
    new RegExp(`in use by process ${process.pid}.*--data-dir.*DATABASE_URL`, 's'),
  );
  await unlock();
  await expect(takePidLock(folder)).resolves.toBeTypeOf('function');
});

test('the lock of a process that is gone is taken over', async () => {
  await leaveLock({ pid: 2 ** 22 - 1, space: processSpace(), startedAt: '1' });
  await takePidLock(folder);
  expect(JSON.parse(await readFile(join(folder, 'tocsin.pid'), 'utf8'))).toMatchObject({ pid: process.pid });
});

test('the same number with another start is another process', async () => {
  await leaveLock({ pid: process.pid, space: processSpace(), startedAt: 'another boot' });
  await expect(takePidLock(folder)).resolves.toBeTypeOf('function');
});

test('a lock that cannot be read is not believed', async () => {
  await writeFile(join(folder, 'tocsin.pid'), 'half writ');
  await expect(takePidLock(folder)).resolves.toBeTypeOf('function');
});

test('a holder in another container is believed while it touches its lock, and not for longer', async () => {
  await leaveLock({ pid: 1, space: 'another:4026531836', startedAt: '1' });
  const path = join(folder, 'tocsin.pid');
  let touches = 0;
  const touching = setInterval(() => void utimes(path, ++touches, touches), 100);
  await expect(takePidLock(folder, 1_000)).rejects.toThrow(/in use by process 1/);
  clearInterval(touching);
  await expect(takePidLock(folder, 1_000)).resolves.toBeTypeOf('function');
});
