import type { Sql } from 'postgres';

/** What postgres.js rejects a query with when its connection has gone, and there is nothing to roll back on. */
const GONE: ReadonlySet<string> = new Set(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED']);

/**
 * Makes a transaction whose connection goes away fail, and nothing more. postgres.js 3.4.9 answers a failure within a
 * transaction by a ROLLBACK, on a connection that has just closed too; that write throws where nobody can catch it and ends the
 * process. So such a failure is kept from it: it gives up the transaction by itself when the connection closes.
 */
export function survivingClose<T extends Record<string, unknown>>(client: Sql<T>): Sql<T> {
  const begin = client.begin;
  const surviving = (...args: unknown[]): Promise<unknown> => {
    const body = args.at(-1) as (tx: unknown) => Promise<unknown>;
    const guarded = async (tx: unknown): Promise<unknown> => {
      try {
        return await body(tx);
      } catch (error) {
        if (isGone(error)) return new Promise<never>(() => {});
        throw error;
      }
    };
    return Reflect.apply(begin, client, [...args.slice(0, -1), guarded]) as Promise<unknown>;
  };
  client.begin = surviving as typeof client.begin;
  return client;
}

function isGone(error: unknown): boolean {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    if ('code' in each && typeof each.code === 'string' && GONE.has(each.code)) return true;
  }
  return false;
}
