import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isGone, makeHolder } from '../../src/engine/holder.ts';

const withPid = (pid: number): string => makeHolder().replace(/\/\d+\//, `/${pid}/`);

test('a process that runs is not gone, one that has ended is', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  expect(await isGone(withPid(child.pid as number))).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isGone(withPid(child.pid as number))).toBe(true);
});

test('our own number under another name is a process before us', async () => {
  expect(await isGone(makeHolder())).toBe(true);
});

test('of another machine or container nothing is known', async () => {
  expect(await isGone('elsewhere:4026531836/1/abcd')).toBe(false);
});
