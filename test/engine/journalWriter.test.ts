import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { JournalWriter } from '../../src/engine/journalWriter.ts';
import type { NewEntry } from '../../src/store/journal.ts';

const entry = (id: string, body = ''): NewEntry => ({ id, kind: 'k', receivedAt: 0, integration: null, correlationId: id, body });

test('what arrives while a commit is under way shares the next one', async () => {
  const batches: string[][] = [];
  let release = (): void => {};
  const writer = new JournalWriter(
    systemClock(),
    async (entries) => {
      batches.push(entries.map(({ id }) => id));
      if (batches.length === 1) await new Promise<void>((resolve) => (release = resolve));
    },
    () => {},
  );
  const all = ['a', 'b', 'c'].map((id) => writer.append(entry(id)));
  release();
  await Promise.all(all);
  expect(batches).toEqual([['a'], ['b', 'c']]);
});

test('nothing is answered before its commit', async () => {
  let release = (): void => {};
  const writer = new JournalWriter(
    systemClock(),
    () => new Promise((resolve) => (release = resolve)),
    () => {},
  );
  let answered = false;
  const done = writer.append(entry('a')).then(() => (answered = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  release();
  await done;
  expect(answered).toBe(true);
});

test('a commit that fails refuses its entries and no others', async () => {
  let calls = 0;
  const writer = new JournalWriter(
    systemClock(),
    async () => {
      calls += 1;
      if (calls === 1) throw new Error('connection lost');
    },
    () => {},
  );
  await expect(writer.append(entry('a'))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(writer.append(entry('b'))).resolves.toBeUndefined();
});

test('a database that does not answer refuses what waits, within a second or so', async () => {
  const writer = new JournalWriter(
    systemClock(),
    () => new Promise(() => {}),
    () => {},
  );
  const first = writer.append(entry('a'));
  const second = writer.append(entry('b'));
  await expect(first).rejects.toMatchObject({ code: 'unavailable' });
  await expect(second).rejects.toMatchObject({ code: 'unavailable' });
});

test('a commit on a dead connection is refused, and the next one does not wait for it', { timeout: 20_000 }, async () => {
  let calls = 0;
  const writer = new JournalWriter(
    systemClock(),
    () => {
      calls += 1;
      return calls === 1 ? new Promise(() => {}) : Promise.resolve();
    },
    () => {},
  );
  await expect(writer.append(entry('a'))).rejects.toMatchObject({ code: 'unavailable' });
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  await expect(writer.append(entry('b'))).resolves.toBeUndefined();
});
