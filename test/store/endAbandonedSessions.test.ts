import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { describe, expect, test } from 'vitest';
import { endAbandonedSessions } from '../../src/store/endAbandonedSessions.ts';
import { openPostgresPool, type PostgresPool } from '../../src/store/postgresPool.ts';
import { eventually } from '../faults/eventually.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';

const APPLICATION_NAME = 'tocsin-abandoned';
const AFTER_MS = 300;
const BIND = 'B'.charCodeAt(0);

describe.skipIf(!ENGINES.includes('postgres'))('a process that was stopped while it prepared a statement', () => {
  test('has its session ended, where Postgres alone keeps its locks for ever', async () => {
    const database = await openTestDatabase('postgres');
    const url = database.url ?? '';
    const { db } = database;
    const stopped = stoppingClient(url);
    try {
      await db.execute(sql`create table things (id int)`);
      await db.execute(sql`insert into things values (1)`);
      const cutOff = stopped.db
        .transaction(async (tx) => {
          await tx.execute(sql`select * from things for update`);
          stopped.stop();
          await tx.execute(sql`select id from things where id = ${1}`);
        })
        .then(
          () => 'committed',
          () => 'cut off',
        );
      const free = async (): Promise<number> => {
        const [row] = (await db.execute(
          sql`select count(*)::int as free from (select id from things for update skip locked) things`,
        )) as unknown as { free: number }[];
        return row?.free ?? -1;
      };
      await sleep(AFTER_MS * 4);
      expect(await free()).toBe(0);
      expect(await endAbandonedSessions(db, { applicationName: 'somebody else', afterMs: AFTER_MS })).toBe(0);
      expect(await endAbandonedSessions(db, { applicationName: APPLICATION_NAME, afterMs: 60_000 })).toBe(0);
      expect(await free()).toBe(0);

      expect(await endAbandonedSessions(db, { applicationName: APPLICATION_NAME, afterMs: AFTER_MS })).toBe(1);
      await eventually(
        async () => (await free()) === 1,
        () => 'the row is still locked',
      );
      expect(await cutOff).toBe('cut off');
    } finally {
      await stopped.pool.close();
      await database.close();
    }
  });
});

/** A client that, from `stop` on, never sends the second half of a statement. */
function stoppingClient(url: string): { db: PostgresJsDatabase; pool: PostgresPool; stop: () => void } {
  let isStopped = false;
  const socket = (place: unknown): Socket => {
    const { host, port } = place as { host: string[]; port: number[] };
    const made = connect(port[0] ?? 5432, host[0] ?? '127.0.0.1');
    const write = made.write.bind(made) as (chunk: Uint8Array) => boolean;
    const held = (chunk: Uint8Array): boolean => (isStopped && chunk[0] === BIND ? true : write(chunk));
    return Object.assign(made, { write: held, host: host[0], port: port[0] });
  };
  const connection = { application_name: APPLICATION_NAME, statement_timeout: 200, idle_in_transaction_session_timeout: 200 };
  const pool = openPostgresPool(url, 1, socket, { connection, onnotice: () => {} });
  return {
    db: drizzle(pool.client),
    pool,
    stop: () => {
      isStopped = true;
    },
  };
}
