import { expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import type { OpenDatabase } from '../../src/store/open.ts';
import { deliveries } from '../../src/store/schema.ts';
import { startPagerDuty } from '../fakes/pagerduty.ts';
import { webhookBody } from '../faults/webhookBody.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp } from '../startTestApp.ts';

/** The database; `breakBeforeCommit` lets the next transactions fail when all is written, `claims` counts claims made apart. */
function watched(database: OpenDatabase): OpenDatabase & { breakBeforeCommit: boolean; claims: number } {
  const state = { breakBeforeCommit: false, claims: 0 };
  const transaction = (work: (tx: Database) => Promise<unknown>): Promise<unknown> =>
    database.db.transaction(async (tx) => {
      const made = await work(tx);
      if (state.breakBeforeCommit) throw new Error('connection lost');
      return made;
    });
  const db = new Proxy(database.db, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      if (name === 'update') {
        return (table: typeof deliveries) => {
          if (table === deliveries) state.claims += 1;
          return target.update(table);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return Object.assign(state, { ...database, db });
}

test.each(ENGINES)('a decision that is not committed pages nobody, and is made again (%s)', async (kind) => {
  const pagerduty = await startPagerDuty();
  const database = await openTestDatabase(kind);
  const flaky = watched(database);
  const yaml = `
pagerduty: { events_url: '${pagerduty.url}' }
route: { receiver: oncall }
receivers: [{ name: oncall, pagerduty_configs: [{ routing_key: ${'k'.repeat(32)} }] }]
`;
  const { app, post } = await startTestApp({ database: flaky, yaml });
  await post(webhookBody('CheckoutDown'));
  flaky.breakBeforeCommit = true;
  // More often than an account has places: each must be given back.
  for (let nth = 0; nth < 70; nth += 1) await expect(app.drain()).rejects.toThrow('connection lost');
  expect(pagerduty.history).toEqual([]);
  expect(await database.db.select().from(deliveries)).toEqual([]);
  flaky.breakBeforeCommit = false;
  flaky.claims = 0;
  await app.drain();
  expect(pagerduty.events.map(({ action }) => action)).toEqual(['trigger']);
  expect(flaky.claims).toBe(0);
  expect(await database.db.select({ status: deliveries.status, attempts: deliveries.attempts }).from(deliveries)).toEqual([
    { status: 'delivered', attempts: 1 },
  ]);
  pagerduty.assertClean();
  await app.close();
  await Promise.all([pagerduty.close(), database.close()]);
});
