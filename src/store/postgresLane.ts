import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

export type LaneOptions = NonNullable<Parameters<typeof postgres>[1]>;
/** Begins a connection to one of the places in postgres.js's options. */
export type Connect = (place: unknown) => Socket;
export type Arguments = postgres.ParameterOrJSON<never>[];

/** What postgres.js is told of a type: drizzle changes these after it has been handed a client. */
export type TypeMaps = Pick<postgres.Sql['options'], 'parsers' | 'serializers'>;

/** What drizzle takes from postgres.js for a statement: nothing is sent before one of the two is called. */
export interface Statement {
  values(): Promise<unknown>;
  then: Promise<unknown>['then'];
}

/** What drizzle takes from postgres.js within a transaction. */
export interface Scope {
  unsafe(query: string, parameters?: Arguments): Statement;
  savepoint(body: (inner: Scope) => unknown): Promise<unknown>;
}

type Shape = 'objects' | 'values';

/** How long the end of a connection is waited for: of what still runs on it, or of one that was lost. */
const CLOSED_WITHIN_MS = 5_000;

/**
 * One connection to Postgres, used by one statement or transaction at a time, and thrown away once it was lost.
 *
 * postgres.js 3.4.9 connects again by itself, and is not to be trusted with that: what a lost connection had still to send
 * goes out on the next one, so that answers reach other queries and the rest of a lost transaction runs inside another one;
 * its ROLLBACK on a lost connection throws where nobody can catch it, and ends the process
 * (https://github.com/porsager/postgres/issues/1208, https://github.com/porsager/postgres/pull/1215). Therefore a client here
 * has one connection and one life.
 */
export class PostgresLane {
  readonly #client: postgres.Sql;
  readonly #closed: Promise<void>;
  #isLost = false;
  #savepoints = 0;
  #lose: (error: Error) => void = () => {};

  constructor(url: string, connect: Connect, options: LaneOptions, types: TypeMaps) {
    let closed = (): void => {};
    let hasConnected = false;
    const onclose = (): void => {
      this.#lost();
      closed();
    };
    // Statements that postgres.js still holds when a connection is lost would go out on the next one. A place that refuses it
    // has been told nothing: there the next one is tried.
    const socket = (place: unknown): Socket => {
      if (hasConnected) {
        onclose();
        throw connectionLost();
      }
      return connect(place).once('connect', () => {
        hasConnected = true;
      });
    };
    this.#closed = new Promise((resolve) => {
      closed = resolve;
    });
    // The query for array types, which nothing here has, is one whose failure nobody hears.
    const once = { max: 1, max_lifetime: null, fetch_types: false, onclose, ...({ socket } as object) };
    this.#client = postgres(url, { ...options, ...once });
    Object.assign(this.#client.options.parsers, types.parsers);
    Object.assign(this.#client.options.serializers, types.serializers);
  }

  /** Whether it may be used again. */
  get isSound(): boolean {
    return !this.#isLost;
  }

  async query(query: string, parameters: Arguments, shape: Shape): Promise<unknown> {
    return this.#untilLost(this.#ask(query, parameters, shape));
  }

  /**
   * Runs `body` in a transaction. When the connection is lost it fails at once, and nothing of `body` is sent any more. BEGIN
   * goes out together with the first statement: a round trip less.
   */
  async transaction(how: string, body: (tx: Scope) => unknown): Promise<unknown> {
    return this.#untilLost(this.#enclosed(`begin ${how}`, 'commit', 'rollback', body));
  }

  async close(): Promise<void> {
    // The end of a lost connection that has not closed yet would be written to it, and fail where nobody listens.
    if (this.#isLost) await Promise.race([this.#closed, sleep(CLOSED_WITHIN_MS, undefined, { ref: false })]);
    await this.#client.end({ timeout: this.#isLost ? 0 : CLOSED_WITHIN_MS / 1000 });
  }

  async #enclosed(open: string, close: string, undo: string, body: (tx: Scope) => unknown): Promise<unknown> {
    const opened = this.#ask(open, [], 'objects');
    // What it failed of is what the statements after it fail of.
    opened.catch(() => {});
    const scope = { isOver: false };
    let result: unknown;
    try {
      result = await body(this.#scope(scope));
      await opened;
      scope.isOver = true;
    } catch (error) {
      scope.isOver = true;
      if (!this.#isLost) await this.#ask(undo, [], 'objects');
      throw error;
    }
    const ended = (await this.#ask(close, [], 'objects')) as { command?: string };
    // What is meant to commit is rolled back where a statement failed and `body` did not mind.
    if (close === 'commit' && ended.command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement of it failed');
    return result;
  }

  /** What is asked of it when the transaction has ended is refused: it would run outside of it. */
  #scope(scope: { isOver: boolean }): Scope {
    const ask = async (query: string, parameters: Arguments, shape: Shape): Promise<unknown> => {
      if (scope.isOver) throw new Error('the transaction of this statement has ended');
      return this.#ask(query, parameters, shape);
    };
    return {
      unsafe: (query, parameters = []) => ({
        values: () => ask(query, parameters, 'values'),
        // biome-ignore lint/suspicious/noThenProperty: postgres.js's queries are thenables, and drizzle awaits them.
        then: (...handlers) => ask(query, parameters, 'objects').then(...handlers),
      }),
      savepoint: async (body) => {
        if (scope.isOver) throw new Error('the transaction of this savepoint has ended');
        this.#savepoints += 1;
        const name = `s${this.#savepoints}`;
        return this.#enclosed(`savepoint ${name}`, `release savepoint ${name}`, `rollback to savepoint ${name}`, body);
      },
    };
  }

  /**
   * Every statement is prepared. Drizzle calls `unsafe`, which by itself asks the server for the parameters' types first, each
   * time: a round trip more, and none can be sent before the one before it has been answered.
   */
  async #ask(query: string, parameters: Arguments, shape: Shape): Promise<unknown> {
    if (this.#isLost) throw connectionLost();
    const pending = this.#client.unsafe(query, parameters, { prepare: true });
    try {
      return await (shape === 'values' ? pending.values() : pending);
    } catch (error) {
      // Said before the connection closes: until then it would look sound.
      if (!isAnswer(error)) this.#lost();
      throw error;
    }
  }

  async #untilLost(work: Promise<unknown>): Promise<unknown> {
    const lost = new Promise<never>((_, reject) => {
      this.#lose = reject;
    });
    try {
      return await Promise.race([work, lost]);
    } finally {
      this.#lose = () => {};
    }
  }

  #lost(): void {
    this.#isLost = true;
    this.#lose(connectionLost());
  }
}

/** The server has answered that this statement failed, and takes the next one. */
function isAnswer(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.severity !== 'FATAL' && error.severity !== 'PANIC';
}

function connectionLost(): Error {
  return Object.assign(new Error('the connection to Postgres was lost'), { code: 'CONNECTION_CLOSED' });
}
