import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claimRuns, type FoundEvidence, finishRun } from '../../src/store/evidenceRuns.ts';
import { evidence, evidenceRuns } from '../../src/store/evidenceSchema.ts';
import { readEvidence, readEvidenceFile, readEvidenceHistory } from '../../src/store/readEvidence.ts';
import { readEvidenceOutcomes } from '../../src/store/readEvidenceOutcomes.ts';
import { readEvidenceRun } from '../../src/store/readEvidenceRun.ts';
import { incidents } from '../../src/store/schema.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { redacted } from '../redacted.ts';
import { evidenceEntry, foundLogs, incidentRow } from './evidenceFixture.ts';

const failed = (id: string, over: Partial<FoundEvidence> = {}): FoundEvidence =>
  foundLogs(id, {
    ...{ kind: 'traces', source: 'tempo', status: 'failed', because: redacted('timed out after 3 s'), content: null },
    ...{ hasFile: false, file: null },
    ...over,
  });

describe.each(ENGINES)('evidence, on %s', (kind) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    for (const table of [evidence, evidenceRuns, incidents]) await database.db.delete(table);
  });

  /** As the search for it writes it, an opening at a time. */
  const write = async (...found: FoundEvidence[]): Promise<void> => {
    const { db } = database;
    const [{ incident, opening } = { incident: 0, opening: 0 }] = found;
    const told = { opening, notifiedAt: START };
    const row = incidentRow(incident, told);
    await db.insert(incidents).values(row).onConflictDoUpdate({ target: incidents.number, set: told });
    await claimRuns(db, { worker: 'one', now: START + 1, until: START + 2, limit: 1 });
    expect(await finishRun(db, { incident, opening }, { worker: 'one', now: START + 2, found, entry: evidenceEntry() })).toBe(
      true,
    );
  };
  const shown = ({ file: _, ...rest }: FoundEvidence) => rest;

  const old = foundLogs('1.1.loki');
  const logs = foundLogs('1.2.loki', { opening: 2 });
  const traces = failed('1.2.tempo', { opening: 2 });
  const other = foundLogs('3.1.loki', { incident: 3 });

  const writeAll = async (): Promise<void> => {
    await write(old);
    await write(traces, logs);
    await write(other);
  };

  it('is read as it was written, by incident, without its file', async () => {
    await writeAll();
    const all = await readEvidence(database.db, [1, 2, 3], { current: false });
    expect([...all]).toEqual([
      [1, [old, logs, traces].map(shown)],
      [3, [shown(other)]],
    ]);
    expect((await readEvidence(database.db, [1], { current: true })).get(1)).toEqual([logs, traces].map(shown));
    expect(await readEvidence(database.db, [], { current: true })).toEqual(new Map());
  });

  it('is read from the newest opening back', async () => {
    await writeAll();
    expect(await readEvidenceHistory(database.db, 1, 10)).toEqual([logs, traces, old].map(shown));
    expect(await readEvidenceHistory(database.db, 1, 2)).toEqual([logs, traces].map(shown));
    expect(await readEvidenceHistory(database.db, 2, 10)).toEqual([]);
  });

  it('is read as what became of it, for the openings that stand', async () => {
    await writeAll();
    const loki = { kind: 'logs', source: 'loki', status: 'found', because: null, tookMs: 812 };
    expect([...(await readEvidenceOutcomes(database.db, [1, 2, 3]))]).toEqual([
      [1, [loki, { ...loki, kind: 'traces', source: 'tempo', status: 'failed', because: 'timed out after 3 s' }]],
      [3, [loki]],
    ]);
    expect(await readEvidenceOutcomes(database.db, [])).toEqual(new Map());
  });

  it('has a file', async () => {
    await writeAll();
    expect(await readEvidenceFile(database.db, '1.2.loki')).toEqual(logs);
    expect(await readEvidenceFile(database.db, '1.2.tempo')).toEqual(traces);
    expect(await readEvidenceFile(database.db, "1.2.loki'")).toBeNull();
  });

  it('keeps what a database does not take as a question mark of its own', async () => {
    const hostile = foundLogs('1.1.loki', { because: redacted('NUL \u0000, half \ud800'), file: redacted('a\u0000b') });
    await write(hostile);
    expect(await readEvidenceFile(database.db, '1.1.loki')).toMatchObject({
      because: 'NUL \ufffd, half \ufffd',
      file: 'a\ufffdb',
    });
  });

  it('is searched for once an opening, or not at all', async () => {
    await write(old);
    expect(await readEvidenceRun(database.db, { incident: 1, opening: 1 })).toMatchObject({
      begunAt: START + 1,
      doneAt: START + 2,
    });
    expect(await readEvidenceRun(database.db, { incident: 1, opening: 2 })).toBeNull();
  });
});
