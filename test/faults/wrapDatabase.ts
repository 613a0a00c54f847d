import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Database } from '../../src/store/database.ts';
import type { OpenDatabase } from '../../src/store/open.ts';
import { deliveries, engine, timers } from '../../src/store/schema.ts';
import type { KillPoint } from './killPoint.ts';

type Pass = (point: KillPoint) => void;

/** What one transaction has turned out to be, by the tables that it wrote and read. */
interface Seen {
  decides: boolean;
  settles: boolean;
  firesGroupWait: boolean;
}

const dialect = new PgDialect();

/** The same database, passing the kill points that lie between the program and it. */
export function wrapDatabase(database: OpenDatabase, pass: Pass): OpenDatabase {
  const { db } = database;
  const wrapped = overriding(db, {
    execute: async (query: SQL) => {
      const isIntake = dialect.sqlToQuery(query).sql.startsWith('insert into "journal"');
      if (isIntake) pass('intake.before_commit');
      const result = await db.execute(query);
      if (isIntake) pass('intake.after_commit');
      return result;
    },
    update: (table: typeof deliveries) => {
      if (table !== deliveries) return db.update(table);
      const after = (rows: unknown): void => {
        if (Array.isArray(rows) && rows.length > 0) pass('claim.after');
      };
      return watched(db.update(table), { before: () => pass('claim.before'), after });
    },
    transaction: (work: (tx: Database) => Promise<unknown>, config?: object) => transact(db, work, config, pass),
  });
  return { ...database, db: wrapped };
}

async function transact(
  db: Database,
  work: (tx: Database) => Promise<unknown>,
  config: object | undefined,
  pass: Pass,
): Promise<unknown> {
  const seen: Seen = { decides: false, settles: false, firesGroupWait: false };
  const result = await db.transaction(async (tx) => {
    const made = await work(wrapTransaction(tx, seen, pass));
    if (seen.decides) pass('engine.before_commit');
    if (seen.decides && seen.firesGroupWait) pass('timer.before_commit');
    if (seen.settles) pass('settle.before_commit');
    return made;
  }, config);
  if (seen.decides) pass('engine.after_commit');
  if (seen.decides && seen.firesGroupWait) pass('timer.after_commit');
  if (seen.settles) pass('settle.after_commit');
  return result;
}

function wrapTransaction(tx: Database, seen: Seen, pass: Pass): Database {
  return overriding(tx, {
    update: (table: typeof deliveries | typeof engine) => {
      if (table === engine) seen.decides = true;
      if (table === deliveries) {
        seen.settles = true;
        pass('settle.begin');
      }
      return tx.update(table as typeof deliveries);
    },
    select: (fields?: Parameters<Database['select']>[0]) => {
      const selecting = fields === undefined ? tx.select() : tx.select(fields);
      return overriding(selecting as object as { from(table: unknown): object }, {
        from: (table: unknown) => {
          const builder = (selecting as { from(table: unknown): object }).from(table);
          if (table !== timers) return builder;
          const after = (rows: unknown): void => {
            if (Array.isArray(rows) && rows.some((row) => row.kind === 'group_wait')) seen.firesGroupWait = true;
          };
          return watched(builder, { before: () => {}, after });
        },
      });
    },
  });
}

/** A query builder that says when it is sent and what came back. */
function watched<T extends object>(builder: T, hooks: { before: () => void; after: (result: unknown) => void }): T {
  return new Proxy(builder, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'then') {
        return (...args: unknown[]) => {
          const next: unknown = value.apply(target, args);
          return typeof next === 'object' && next !== null && 'then' in next ? watched(next, hooks) : next;
        };
      }
      return (resolve: (rows: unknown) => unknown, reject: (error: unknown) => unknown) => {
        hooks.before();
        const sent = value.call(target, (rows: unknown) => {
          hooks.after(rows);
          return rows;
        }) as Promise<unknown>;
        return sent.then(resolve, reject);
      };
    },
  });
}

function overriding<T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(inner, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const value: unknown = Reflect.get(inner, name, inner);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}
