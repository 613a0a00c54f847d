import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimRuns, finishRun } from '../../../src/store/evidenceRuns.ts';
import { evidence, evidenceRuns } from '../../../src/store/evidenceSchema.ts';
import { incidents } from '../../../src/store/schema.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { aPolicy } from '../../pipeline/aPolicy.ts';
import { evidenceEntry, incidentRow } from '../../store/evidenceFixture.ts';
import { textOf } from '../../web/markup.ts';
import { EVIDENCE, tellEvidence } from '../evidenceStory.ts';
import { httpFixture, NOW, openPolicy } from '../httpFixture.ts';

const ONE = { incident: 1, opening: 1 };
const browser = { accept: 'text/html,application/xhtml+xml' };

describe.each(ENGINES)('evidence on the page of an incident, on %s', (engine) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(() => told(NOW));
  afterEach(async () => {
    for (const table of [evidence, evidenceRuns, incidents]) await database.db.delete(table);
  });

  const told = async (at: number) => {
    const times = { createdAt: at, triggeredAt: at, notifiedAt: at };
    await database.db
      .insert(incidents)
      .values(incidentRow(1, times))
      .onConflictDoUpdate({ target: incidents.number, set: times });
  };
  const set = (values: Partial<typeof incidents.$inferInsert>) =>
    database.db.update(incidents).set(values).where(eq(incidents.number, 1));
  const page = async ({ now = NOW, looks = true, query = '' } = {}): Promise<string> => {
    const clock = { now: () => now, monotonic: () => 1 };
    const deps = { db: database.db, policy: () => aPolicy([]).source, clock, looksForEvidence: () => looks };
    return (await httpFixture(openPolicy, deps).get(`/incidents/1${query}`, browser)).text();
  };
  const section = async (over: Parameters<typeof page>[0] = {}): Promise<string> => {
    const html = await page(over);
    return textOf(html.slice(html.indexOf('<section id="evidence">'), html.indexOf('Timeline (UTC)'))).replace(
      /^\| Evidence \(UTC\) \| /,
      '',
    );
  };
  const begin = (until: number) => claimRuns(database.db, { worker: 'one', now: NOW + 1_000, until, limit: 1 });

  it('says what is to be configured where nothing is', async () => {
    expect(await section({ looks: false })).toContain('docs/configuration.md');
  });

  it('is being looked up from when people were told until it is there', async () => {
    expect(await section()).toContain('Being looked up.');
    await begin(NOW + 120_000);
    expect(await section({ now: NOW + 3_000 })).toContain('Being looked up. Begun at 05:06:08.');
    expect(await section({ now: NOW + 120_001 })).toContain('The search for it was begun and has not ended.');
    const found = EVIDENCE.filter(({ incident }) => incident === 1);
    await finishRun(database.db, ONE, { worker: 'one', now: NOW + 4_000, found, entry: evidenceEntry() });
    const text = await section({ now: NOW + 4_000 });
    expect(text).toContain('Download every line (1,290)');
    expect(text).not.toContain('looked up');
  });

  it('says so where a search found no source to ask', async () => {
    await begin(NOW + 120_000);
    await finishRun(database.db, ONE, { worker: 'one', now: NOW + 4_000, found: [], entry: evidenceEntry() });
    expect(await section()).toContain('No source was asked.');
  });

  it.each([
    ['what nobody was told of', { notifiedAt: null }],
    ['an alarm of its own', { alarm: true }],
    ['what was over at once', { status: 'resolved' }],
    ['what was told long ago', { triggeredAt: NOW - 60_000, notifiedAt: NOW - 60_000 }],
    ['what nobody was told of since it was opened again', { triggeredAt: NOW + 1 }],
  ] as const)('says that nothing was looked up for %s', async (_, values) => {
    await set(values);
    expect(await section()).toContain('Nothing was looked up: sources are asked when people are told of an incident.');
  });

  it('is that of the opening that stands, and names where the rest is', async () => {
    await tellEvidence(database.db);
    await set({ opening: 2, triggeredAt: NOW, notifiedAt: NOW });
    const text = await section();
    expect(text).toContain('Being looked up.');
    expect(text).toContain('From before it was opened again there is more: the API has it.');
    expect(text).not.toContain('Download');
  });

  it('has its picture and its file from here, which the page may load', async () => {
    await tellEvidence(database.db);
    const html = await page();
    expect(html).toContain('<img class="graph" src="/api/v1/incidents/1/evidence/1.1.04/live.svg"');
    expect(html).toContain('href="/api/v1/incidents/1/evidence/1.1.00/log"');
    expect(html).toContain('href="#evidence"');
    expect(html).not.toMatch(/ style=|<style|<script| on\w+=/);
  });

  it('is loaded anew until a reader wants it to stay', async () => {
    expect(await page()).not.toContain('Leave it as it is');
    await tellEvidence(database.db);
    const moving = await page();
    expect(moving).toContain('<meta http-equiv="refresh" content="10"');
    expect(moving).toContain('<a href="/incidents/1?reload=off#evidence">Leave it as it is</a>');
    const still = await page({ query: '?reload=off' });
    expect(still).not.toContain('http-equiv="refresh"');
    expect(still).toContain('<a href="/incidents/1">Reload it by itself again</a>');
  });
});
