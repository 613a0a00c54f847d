import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { Pool } from 'tarn';
import { type Connect, type LaneOptions, PostgresLane, type Scope, type TypeMaps } from './postgresLane.ts';

export interface PostgresPool {
  /** The part of postgres.js's client that drizzle uses. */
  readonly client: postgres.Sql;
  /** Ends the connections as soon as their work is done, and not later than `withinMs`, whatever they do. */
  close(withinMs?: number): Promise<void>;
}

type Body = (tx: Scope) => unknown;

/** How long to wait for a connection that others use: longer than any of our transactions. */
const WAIT_MS = 30_000;
/** How long to wait, at the end, for what still runs. */
const CLOSE_WITHIN_MS = 5_000;
/** Sooner than an idle connection is taken for a dead one: see `watchedSockets`. */
const IDLE_MS = 25_000;

/** At most `max` connections, each used by one statement or transaction at a time. */
export function openPostgresPool(url: string, max: number, connect: Connect, options: LaneOptions): PostgresPool {
  const types: TypeMaps = { parsers: {}, serializers: {} };
  const lanes = new Pool<PostgresLane>({
    create: async () => new PostgresLane(url, connect, options, types),
    validate: (lane) => lane.isSound,
    destroy: (lane) => lane.close(),
    min: 0,
    max,
    acquireTimeoutMillis: WAIT_MS,
    idleTimeoutMillis: IDLE_MS,
  });
  let isClosed = false;
  const use = async (work: (lane: PostgresLane) => Promise<unknown>): Promise<unknown> => {
    if (isClosed) throw unavailable('CONNECTION_ENDED', 'the database has been closed');
    const lane = await lanes.acquire().promise.catch((cause: unknown) => {
      throw unavailable('CONNECT_TIMEOUT', `no connection to Postgres was free within ${WAIT_MS / 1000} s`, cause);
    });
    try {
      return await work(lane);
    } finally {
      lanes.release(lane);
    }
  };
  const unsafe: Scope['unsafe'] = (query, parameters = []) => ({
    values: () => use((lane) => lane.query(query, parameters, 'values')),
    // biome-ignore lint/suspicious/noThenProperty: postgres.js's queries are thenables, and drizzle awaits them.
    then: (...handlers) => use((lane) => lane.query(query, parameters, 'objects')).then(...handlers),
  });
  const begin = (...given: [string, Body] | [Body]): Promise<unknown> => {
    const [how, body] = given.length === 2 ? given : ['', given[0]];
    return use((lane) => lane.transaction(how, body));
  };
  const client = { unsafe, begin, options: types };
  const close = async (withinMs = CLOSE_WITHIN_MS): Promise<void> => {
    isClosed = true;
    const late = new AbortController();
    // The pool waits for all that is lent out, however long that takes.
    await Promise.race([lanes.destroy(), sleep(withinMs, undefined, late)]);
    late.abort();
  };
  return { client: client as unknown as postgres.Sql, close };
}

/** With the codes of postgres.js, by which a database that is gone is known. */
function unavailable(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}
