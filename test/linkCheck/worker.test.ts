import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LinkBook } from '../../src/linkCheck/linkBook.ts';
import { type LinkChecking, LinkCheckWorker } from '../../src/linkCheck/worker.ts';
import { allowList } from '../../src/pipeline/enrich/guard/allowList.ts';
import type { LinkHealth } from '../../src/pipeline/enrich/runbook/linkHealth.ts';
import type { Redacted } from '../../src/redact/redacted.ts';
import type { Database } from '../../src/store/database.ts';
import { fakeClock } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ONE = 'https://wiki.test/one';
const TWO = 'https://wiki.test/two';
const ELSEWHERE = 'https://docs.test/three';

function workerOver(db: Database, clock = fakeClock()) {
  const web = new Map<string, LinkHealth['status']>();
  const asked: string[] = [];
  const observed: string[] = [];
  const errors: unknown[] = [];
  const at = { once: 0, most: 0 };
  const book = new LinkBook();
  let wanted: readonly string[] = [ONE];
  let checking: LinkChecking | null = {
    ...{ everyMs: DAY, allow: allowList([]), wanted: async () => wanted },
    redact: (text) => text.replace('hunter2', '[redacted]') as Redacted,
  };
  const worker = new LinkCheckWorker({
    ...{ db, clock, book, checking: () => checking, onError: (error) => errors.push(error) },
    check: async (url, { now }) => {
      at.once += 1;
      at.most = Math.max(at.most, at.once);
      asked.push(url);
      await breathe();
      at.once -= 1;
      const status = web.get(url) ?? 'ok';
      if (status === 'refused') throw new Error('a bug');
      return { status, because: status === 'ok' ? '' : `is ${status}, hunter2`, checkedAt: now };
    },
    observe: ({ url, before, now }) => observed.push(`${url}: ${before} to ${now.status}`),
  });
  const turn = async (): Promise<number> => {
    const begun = await worker.begin();
    await worker.idle();
    return begun;
  };
  const want = (...urls: string[]): void => {
    wanted = urls;
  };
  const set = (settings: LinkChecking | null): void => {
    checking = settings;
  };
  return { ...{ worker, web, asked, observed, errors, at, book, turn, want, set, clock }, settings: checking };
}

describe.each(ENGINES)('the links of runbooks, on %s', (kind) => {
  it('are looked at once in so long, and what is wrong is known', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { web, asked, book, turn, observed, clock } = workerOver(db);
    web.set(ONE, 'gone');
    expect(book.healthOf(ONE)).toBeNull();
    expect([await turn(), await turn()]).toEqual([1, 0]);
    expect(book.healthOf(ONE)).toMatchObject({ status: 'gone', because: 'is gone, [redacted]' });
    clock.advance(DAY - MINUTE);
    expect(await turn()).toBe(0);
    web.set(ONE, 'ok');
    clock.advance(MINUTE);
    expect(await turn()).toBe(1);
    expect(book.healthOf(ONE)).toMatchObject({ status: 'ok' });
    expect(asked).toEqual([ONE, ONE]);
    expect(observed).toEqual([`${ONE}: null to gone`, `${ONE}: gone to ok`]);
    await close();
  });

  it('are not called broken for one hiccup, and looked at soon again', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { web, asked, book, turn, clock } = workerOver(db);
    await turn();
    web.set(ONE, 'broken');
    clock.advance(DAY);
    await turn();
    expect(book.healthOf(ONE)?.status).toBe('ok');
    clock.advance(5 * MINUTE);
    await turn();
    expect(book.healthOf(ONE)?.status).toBe('broken');
    clock.advance(60 * MINUTE);
    await turn();
    expect(asked).toHaveLength(4);
    await close();
  });

  it('are looked at by one of two replicas, and both know', async () => {
    const { db, close } = await openTestDatabase(kind);
    const clock = fakeClock();
    const [one, other] = [workerOver(db, clock), workerOver(db, clock)];
    one.web.set(ONE, 'login');
    const begun = [await one.worker.begin(), await other.worker.begin()];
    await one.worker.idle();
    expect(begun).toEqual([1, 0]);
    clock.advance(MINUTE);
    await other.turn();
    expect(other.book.healthOf(ONE)?.status).toBe('login');
    expect(other.asked).toEqual([]);
    await close();
  });

  it('of one host wait for one another, those of others do not', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { at, turn, want } = workerOver(db);
    want(ONE, TWO);
    expect(await turn()).toBe(2);
    expect(at.most).toBe(1);
    const all = workerOver(db);
    all.clock.advance(DAY);
    all.want(ONE, TWO, ELSEWHERE);
    expect(await all.turn()).toBe(3);
    expect(all.at.most).toBe(2);
    await close();
  });

  it('that a rule begins to lead to are found within minutes', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { asked, turn, want, clock } = workerOver(db);
    await turn();
    want(ONE, TWO);
    clock.advance(4 * MINUTE);
    expect(await turn()).toBe(0);
    clock.advance(MINUTE);
    expect(await turn()).toBe(1);
    expect(asked).toEqual([ONE, TWO]);
    await close();
  });

  it('that nothing leads to any more are left alone', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { turn, want, clock } = workerOver(db);
    await turn();
    want();
    clock.advance(31 * DAY);
    expect(await turn()).toBe(0);
    await close();
  });

  it('are forgotten when nobody looks at them any more', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { web, book, turn, set, settings, clock } = workerOver(db);
    web.set(ONE, 'gone');
    await turn();
    set(null);
    clock.advance(DAY);
    expect(await turn()).toBe(0);
    expect(book.healthOf(ONE)).toBeNull();
    set(settings);
    expect(await turn()).toBe(1);
    expect(book.healthOf(ONE)?.status).toBe('gone');
    await close();
  });

  it('are looked at again after what went wrong with it, and the others all the same', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { web, errors, book, turn, want, clock } = workerOver(db);
    want(ONE, TWO);
    web.set(ONE, 'refused');
    await turn();
    expect(errors).toEqual([new Error('a bug')]);
    expect(book.healthOf(TWO)?.status).toBe('ok');
    web.set(ONE, 'ok');
    clock.advance(4 * MINUTE);
    expect(await turn()).toBe(1);
    await close();
  });

  it('are left as they are when the process ends meanwhile', async () => {
    const { db, close } = await openTestDatabase(kind);
    const { worker, errors, turn } = workerOver(db);
    worker.stop();
    expect(await turn()).toBe(0);
    expect(errors).toEqual([]);
    await close();
  });
});
