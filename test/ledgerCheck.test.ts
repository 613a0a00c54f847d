import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { housekeep } from '../src/housekeep.ts';
import { LedgerCheck } from '../src/ledgerCheck.ts';
import { createLogger } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { Sweep } from '../src/sweep.ts';
import { START } from './fakeClock.ts';
import { ENGINES, openTestDatabase } from './openTestDatabase.ts';
import { startTestApp, type TestApp } from './startTestApp.ts';

const MINUTE = 60_000;
const RULES = `
maintenance: [{ start: 2026-03-02T09:00:00Z, end: 2026-03-02T11:00:00Z, matchers: ['team="quiet"'] }]
noise: { hold_down: [{ matchers: ['severity="warning"'], for: 5m }] }
`;

function body(...alerts: [status: string, name: string, labels?: Record<string, string>][]): object {
  return {
    version: '4',
    groupKey: 'g',
    groupLabels: {},
    alerts: alerts.map(([status, alertname, labels]) => ({
      status,
      labels: { alertname, severity: 'critical', ...labels },
      annotations: {},
      startsAt: new Date(START).toISOString(),
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date(START + MINUTE).toISOString(),
    })),
  };
}

describe.each(ENGINES)('the ledger on %s', (kind) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let test: TestApp;
  beforeEach(async () => {
    database = await openTestDatabase(kind);
    test = await startTestApp({ database, yaml: RULES });
  });
  afterEach(async () => {
    await test.app.close();
    await database.close();
  });

  const send = async (...alerts: Parameters<typeof body>): Promise<void> => {
    await test.post(body(...alerts));
    await test.app.drain();
  };
  const ledger = async (query = ''): Promise<unknown> => (await test.get(`/api/v1/ledger${query}`)).body;
  const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

  it('adds up over any window, of which the end is not a part', async () => {
    await send(['firing', 'A'], ['firing', 'B', { severity: 'warning' }], ['firing', 'C', { team: 'quiet' }]);
    test.clock.advance(MINUTE);
    await send(['firing', 'A'], ['resolved', 'A']);
    test.clock.advance(5 * MINUTE);
    await test.app.drain();
    const none = { received: 0, resolved: 0, duplicate: 0, notified: 0, joined: 0, suppressed: {}, deferred: 0, balanced: true };
    const first = { ...none, received: 3, notified: 1, deferred: 1, suppressed: { maintenance: 1 } };
    expect(await ledger(`?from=${at(0)}&to=${at(1)}`)).toEqual(first);
    expect(await ledger(`?from=${at(1)}&to=${at(2)}`)).toEqual({ ...none, received: 2, duplicate: 1, resolved: 1 });
    // What was deferred before is told in it.
    expect(await ledger(`?from=${at(2)}`)).toEqual({ ...none, notified: 1, deferred: -1 });
    const all = { ...none, received: 5, resolved: 1, duplicate: 1, notified: 2, suppressed: { maintenance: 1 } };
    expect(await ledger()).toEqual(all);
    expect(await ledger(`?to=${at(0)}`)).toEqual(none);
    expect((await test.get(`/api/v1/ledger?from=${at(1)}&to=${at(0)}`)).status).toBe(400);
    expect((await test.get('/api/v1/ledger?since=1')).status).toBe(400);
  });

  it('alarms when a stamp does not add up, once, and calms down after an hour', async () => {
    const metrics = createMetrics('1');
    const check = new LedgerCheck();
    const log = createLogger({ level: 'error', out: { write: () => {} } });
    const keep = async (): Promise<number> => {
      const tell = (entry: Parameters<TestApp['app']['submit']>[0]) => {
        const told = test.app.submit(entry);
        return Promise.all([told, test.app.drain()]);
      };
      await housekeep({ db: database.db, clock: test.clock, metrics, log, ledger: check, sweep: new Sweep(), tell });
      await test.app.drain();
      return Number(/^tocsin_ledger_imbalance (\S+)$/m.exec((await metrics.render()).body)?.[1]);
    };
    const alarms = async (): Promise<unknown> => {
      const { items } = (await test.get('/api/v1/incidents')).body as { items: { title: string; status: string }[] };
      return items.filter(({ title }) => title.startsWith('Tocsin')).map(({ title, status }) => `${status} ${title}`);
    };
    await send(['firing', 'A']);
    expect(await keep()).toBe(0);
    await send(['firing', 'B']);
    await database.db.execute(
      sql`update journal set counts = '{"received": 1}' where position = (select max(position) from journal)`,
    );
    expect(await ledger()).toMatchObject({ received: 2, balanced: false });
    expect(await keep()).toBe(1);
    const said = await alarms();
    expect(said).toEqual([
      expect.stringMatching(/^triggered TocsinLedgerImbalance: The ledger of 2026-03-02T10:00:00\.\d+Z to .* is off by 1/),
    ]);
    expect(await keep()).toBe(1);
    expect(await alarms()).toEqual(said);
    test.clock.advance(61 * MINUTE);
    expect(await keep()).toBe(0);
    expect(await alarms()).toEqual([expect.stringContaining('resolved TocsinLedgerImbalance')]);
    // Whoever begins to decide looks back an hour, and not at all times.
    expect(await new LedgerCheck().run(database.db, test.clock.now(), () => Promise.reject(new Error('told')))).toBe(0);
  });
});
