import type { Sql } from 'postgres';

/**
 * The client, preparing every statement that drizzle sends. Drizzle calls `unsafe`, which postgres.js does not prepare: it asks
 * the server for the parameters' types first, so that every query costs two round trips and none can be sent before the one
 * before it has been answered.
 */
export function withPreparedStatements<T extends Record<string, unknown>>(client: Sql<T>): Sql<T> {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'unsafe') {
        const prepared: Sql<T>['unsafe'] = (query, parameters, options) =>
          target.unsafe(query, parameters, { ...options, prepare: true });
        return prepared;
      }
      if (name === 'begin' || name === 'savepoint') {
        return (...given: unknown[]) => {
          const body = given.pop() as (scoped: Sql<T>) => unknown;
          const open = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return open.call(target, ...given, (scoped: Sql<T>) => body(withPreparedStatements(scoped)));
        };
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}
