import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import type { TestApp } from '../startTestApp.ts';
import { type Fakes, SECRET, startFakes, TRACE, tellStory } from './evidenceStory.ts';

describe.each(ENGINES)('an alert with evidence, on %s', (kind) => {
  let fakes: Fakes;
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let test: TestApp;
  beforeAll(async () => {
    fakes = await startFakes();
    database = await openTestDatabase(kind);
    test = await tellStory(fakes, database);
  }, 60_000);
  afterAll(async () => {
    await test.app.close();
    await database.close();
    for (const fake of Object.values(fakes)) await fake.close();
  });

  it('is paged before any source is asked', () => {
    expect(fakes.pagerduty.events.map(({ effect }) => effect)).toEqual(['opened']);
    expect(fakes.slack.calls[0]).toBe('chat.postMessage');
  });

  it('has patterns with counts, traces and a graph in its message in Slack, what is new first', () => {
    const [message] = fakes.slack.inChannel('#payments');
    const shown = JSON.stringify(message?.blocks);
    expect(message?.edits).toBeGreaterThan(0);
    for (const part of [
      '12×',
      'payment',
      'card declined',
      '5×',
      'retry',
      '9×',
      'PoolTimeout',
      '4.2 s',
      'POST /pay',
      'slack_file',
    ])
      expect(shown).toContain(part);
    expect(shown.indexOf('PoolTimeout')).toBeLessThan(shown.indexOf('card declined'));
    expect(shown).toContain('gone: cannot be reached (ECONNREFUSED)');
  });

  it('has the section of its runbook and the configured links in its message from the beginning', () => {
    const post = fakes.slack.history.find(({ path }) => path === '/api/chat.postMessage');
    const first = new URLSearchParams(post?.body).get('blocks');
    for (const part of ['Ask the bank first', 'shopctl payments use bank_b', 'Dashboard']) expect(first).toContain(part);
  });

  it('has every line in a file of its thread, and a note at PagerDuty', () => {
    const [message] = fakes.slack.inChannel('#payments');
    expect(JSON.stringify(fakes.slack.replies(message?.ts ?? ''))).toContain('incident-1-loki');
    expect(JSON.stringify(fakes.pagerduty.rest)).toContain('card declined');
  });

  it('has all of it over the API, with queries and times, and its runbook', async () => {
    const { body } = await test.get('/api/v1/incidents/1');
    expect(body).toMatchObject({
      runbooks: [{ source: 'folder', section: { heading: 'CheckoutErrors' } }],
      links: expect.arrayContaining([expect.objectContaining({ name: 'Dashboard' })]),
      evidence: [
        { kind: 'logs', source: 'loki', status: 'found', query: '{namespace="shop", app="checkout"}', logs: { lines: 26 } },
        { kind: 'logs', source: 'gone', status: 'failed', because: 'cannot be reached (ECONNREFUSED)' },
        {
          kind: 'traces',
          source: 'jaeger',
          status: 'found',
          traces: { traces: [{ has_error: true }, { id: TRACE, has_error: true }, { has_error: false }] },
        },
        { kind: 'graph', source: 'prometheus', status: 'found', graph: { threshold: 0.5 } },
      ],
    });
    const svg = await test.get('/api/v1/incidents/1/evidence/1.1.03/graph.svg');
    expect(svg).toMatchObject({ status: 200, body: expect.stringContaining('<svg') });
    const page = await test.get('/incidents/1');
    expect(page.body).toContain('card declined');
  });

  it('says on its timeline what came', async () => {
    const { body } = await test.get('/api/v1/incidents/1/timeline');
    expect(JSON.stringify(body)).toContain(
      'loki: 3 patterns in 26 lines, 1 new; gone: cannot be reached (ECONNREFUSED); jaeger: 3 traces, 2 with errors',
    );
  });

  it('lets no secret out: not to anybody, not into the database but for the journal, not onto a page or into the log', async () => {
    const sent = [fakes.pagerduty, fakes.slack].map(({ history }) => JSON.stringify(history)).join();
    expect(sent).not.toContain(SECRET);
    expect(JSON.stringify(test.logged)).not.toContain(SECRET);
    for (const path of [
      '/api/v1/incidents/1',
      '/incidents/1',
      '/api/v1/incidents/1/timeline',
      '/api/v1/incidents/1/evidence/1.1.00/log',
    ]) {
      const { status, body } = await test.get(path);
      expect({ path, status, leaks: JSON.stringify(body).includes(SECRET) }).toEqual({ path, status: 200, leaks: false });
    }
    const { rows } = await dump(database.db);
    expect(rows.filter((row) => row.includes(SECRET))).toEqual([]);
  });
});

/** Every row that is kept, but for the journal's. */
async function dump(db: Awaited<ReturnType<typeof openTestDatabase>>['db']): Promise<{ rows: string[] }> {
  const { sql } = await import('drizzle-orm');
  const rowsOf = async (query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> => {
    const result = await db.execute(query);
    return (Array.isArray(result) ? result : (result as unknown as { rows: unknown[] }).rows) as Record<string, unknown>[];
  };
  const tables = await rowsOf(sql`select table_name as name from information_schema.tables where table_schema = 'public'`);
  const rows: string[] = [];
  for (const { name } of tables) {
    if (name === 'journal') continue;
    for (const row of await rowsOf(sql`select to_jsonb(t)::text as text from ${sql.identifier(String(name))} t`))
      rows.push(String(row.text));
  }
  expect(rows.length).toBeGreaterThan(10);
  return { rows };
}
