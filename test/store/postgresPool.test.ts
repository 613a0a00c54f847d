import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresPool, type PostgresPool } from '../../src/store/postgresPool.ts';
import { freePort } from '../faults/freePort.ts';
import { createPostgresDatabase, ENGINES } from '../openTestDatabase.ts';

type Db = Pick<PostgresJsDatabase, 'execute'>;
type End = (socket: Socket, pid: number, other: Db) => unknown;

/** How a connection goes away in the middle of a transaction. */
const ENDS: readonly (readonly [string, End])[] = [
  ['the server ends the session', (_socket, pid, other) => other.execute(sql`select pg_terminate_backend(${pid})`)],
  ['the network breaks', (socket) => socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))],
  ['our own watch gives it up', (socket) => socket.destroy(new Error('the connection was silent for 35 s'))],
  ['it is closed', (socket) => socket.destroy()],
];

describe.skipIf(!ENGINES.includes('postgres'))('a connection is lost', () => {
  let url = '';
  let drop: () => Promise<void>;
  let other: ReturnType<typeof open>;

  beforeAll(async () => {
    ({ url, drop } = await createPostgresDatabase());
    other = open(url);
    await other.db.execute(sql`create table things (name text)`);
  });
  beforeEach(async () => void (await other.db.execute(sql`delete from things`)));
  afterAll(async () => {
    await other.pool.close();
    await drop();
  });

  describe.each(ENDS)('%s', (_name, end) => {
    test('while a statement of a transaction runs: the transaction fails, and the next one is its own', async () => {
      const { db, pool, socket } = open(url);
      const failed = outcome(
        db.transaction(async (tx) => {
          const pid = await pidOf(tx);
          await tx.execute(sql`insert into things values ('lost')`);
          await Promise.all([tx.execute(sql`select pg_sleep(20)`), end(socket(), pid, other.db)]);
        }),
      );
      expect(await failed).toMatch(/^failed/);
      await expectUsable(db);
      await pool.close();
    });

    test('between two statements: the rest of the transaction never runs, not even inside the next one', async () => {
      const { db, pool, socket } = open(url);
      let goOn = (): void => {};
      const held = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      let rest: Promise<string> | undefined;
      const failed = outcome(
        db.transaction(async (tx) => {
          const pid = await pidOf(tx);
          await end(socket(), pid, other.db);
          await held;
          rest = outcome(tx.execute(sql`insert into things values ('lost')`));
          await rest;
        }),
      );
      expect(await failed).toMatch(/^failed/);
      await db.transaction(async (tx) => {
        await tx.execute(sql`insert into things values ('kept')`);
        goOn();
        await sleep(50);
      });
      expect(await rest).toMatch(/^failed/);
      expect(await namesIn(other.db)).toEqual(['kept']);
      await expectUsable(db);
      await pool.close();
    });

    test('after the last statement, before the commit: nothing is committed', async () => {
      const { db, pool, socket } = open(url);
      const failed = outcome(
        db.transaction(async (tx) => {
          await tx.execute(sql`insert into things values ('lost')`);
          const pid = await pidOf(tx);
          await end(socket(), pid, other.db);
          await sleep(50);
        }),
      );
      expect(await failed).toMatch(/^failed/);
      expect(await namesIn(other.db)).toEqual([]);
      await expectUsable(db);
      await pool.close();
    });

    test('while a statement alone runs: it fails', async () => {
      const { db, pool, socket } = open(url);
      const pid = await pidOf(db);
      const sleeping = outcome(db.execute(sql`select pg_sleep(20)`));
      await sleep(20);
      await end(socket(), pid, other.db);
      expect(await sleeping).toMatch(/^failed/);
      await expectUsable(db);
      await pool.close();
    });
  });

  test('at any moment, while statements wait for each other: all of a transaction is stored, or nothing of it, ever', async () => {
    for (let delay = 0; delay < 24; delay += 1) {
      const { db, pool, socket, isConnecting } = open(url);
      const first = outcome(pidOf(db));
      // Half of them are lost while they connect.
      if (delay % 2 === 0) await first;
      const done = outcome(
        db.transaction(async (tx) => {
          // Each is new to the connection, so that they wait for one another within the driver.
          const insert = (name: string): Promise<unknown> =>
            tx.execute(sql`insert into things values (${`${delay}`}) /* ${sql.raw(`${delay} ${name}`)} */`).then();
          await Promise.all(['a', 'b', 'c', 'd', 'e'].map(insert));
        }),
      );
      while (!isConnecting()) await sleep(1);
      await sleep(delay / 4);
      socket().destroy(delay % 3 === 0 ? new Error('read ECONNRESET') : undefined);
      const stored = (await done) === 'done' ? 5 : 0;
      await sleep(30);
      const names = (await namesIn(other.db)).filter((name) => name === `${delay}`);
      expect(names.length === stored || names.length === 5, `${names.length} stored after ${delay / 4} ms, ${await done}`).toBe(
        true,
      );
      await pool.close();
    }
  });

  test('never: the first of two hosts refuses it, and the second takes it', async () => {
    const two = new URL(url);
    const port = Number(two.port || 5432);
    const free = await freePort();
    let tries = 0;
    const place = (): Socket => {
      tries += 1;
      return Object.assign(connect(tries === 1 ? free : port, two.hostname), { host: two.hostname, port });
    };
    const hosts = url.replace(two.host, `${two.hostname},${two.host}`);
    const pool = openPostgresPool(hosts, 1, place, {});
    expect(await namesIn(drizzle(pool.client))).toEqual([]);
    expect(tries).toBe(2);
    await pool.close();
  });

  test('never: what is asked of a transaction that has ended is refused', async () => {
    const { db, pool } = open(url);
    let late: Pick<PostgresJsDatabase, 'execute'> = db;
    await db.transaction(async (tx) => {
      late = tx;
      await tx.execute(sql`select 1`);
    });
    expect(await outcome(late.execute(sql`insert into things values ('late')`).then())).toMatch(/^failed/);
    expect(await namesIn(db)).toEqual([]);
    await pool.close();
  });

  test('not at all, but a statement fails and nobody minds: what was to commit says that it did not', async () => {
    const { db, pool } = open(url);
    const failed = db.transaction(async (tx) => {
      await tx.execute(sql`insert into things values ('lost')`);
      await tx.execute(sql`select * from nowhere`).catch(() => {});
    });
    await expect(failed).rejects.toThrow(/rolled back/);
    expect(await namesIn(db)).toEqual([]);
    await pool.close();
  });

  test('not at all, but a statement does not end: the pool closes all the same', async () => {
    const { db, pool } = open(url);
    const pid = await pidOf(db);
    const sleeping = outcome(db.execute(sql`select pg_sleep(60)`));
    await sleep(20);
    await pool.close(50);
    expect(await outcome(db.execute(sql`select 1`))).toMatch(/^failed/);
    await other.db.execute(sql`select pg_terminate_backend(${pid})`);
    expect(await sleeping).toMatch(/^failed/);
  });

  test('not at all: what a transaction throws is thrown, and the connection goes on', async () => {
    const { db, pool } = open(url);
    const pid = await pidOf(db);
    await expect(db.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(db.transaction((tx) => tx.execute(sql`select * from nowhere`))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('nowhere') },
    });
    const nested = db.transaction(async (tx) => {
      await tx.execute(sql`insert into things values ('kept')`);
      await tx
        .transaction(async (inner) => {
          await inner.execute(sql`insert into things values ('undone')`);
          throw new Error('undo');
        })
        .catch(() => {});
    });
    await nested;
    expect(await namesIn(db)).toEqual(['kept']);
    expect(await pidOf(db)).toBe(pid);
    await pool.close();
  });
});

/** One connection at most, so that what went wrong on it would be met by the next user. */
function open(url: string): { db: PostgresJsDatabase; pool: PostgresPool; socket: () => Socket; isConnecting: () => boolean } {
  let last: Socket | null = null;
  const socket = (place: unknown): Socket => {
    const { host, port } = place as { host: string[]; port: number[] };
    last = connect(port[0] ?? 5432, host[0] ?? '127.0.0.1');
    return Object.assign(last, { host: host[0], port: port[0] });
  };
  const pool = openPostgresPool(url, 1, socket, { onnotice: (notice) => expect.fail(notice.message) });
  return {
    db: drizzle(pool.client),
    pool,
    socket: () => last ?? expect.fail('nothing has been connected'),
    isConnecting: () => last !== null,
  };
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => `failed: ${String(error)}`,
  );
}

/** An exception that nobody can catch would come within these milliseconds, and end the process. */
async function expectUsable(db: PostgresJsDatabase): Promise<void> {
  await sleep(20);
  const ask = async (query: SQL): Promise<unknown> => [...(await db.execute(query))][0];
  for (const one of [1, 2, 3]) expect(await ask(sql`select ${one}::int as one`)).toEqual({ one });
}

async function pidOf(db: Db): Promise<number> {
  const [row] = [...(await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))];
  return row?.pid ?? 0;
}

async function namesIn(db: Db): Promise<string[]> {
  return [...(await db.execute<{ name: string }>(sql`select name from things order by name`))].map(({ name }) => name);
}
