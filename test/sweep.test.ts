import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { deleteRemembered } from '../src/store/deleteRemembered.ts';
import { evidence, evidenceRuns } from '../src/store/evidenceSchema.ts';
import { changes, ruleMemory, silences } from '../src/store/ruleSchema.ts';
import { Sweep } from '../src/sweep.ts';
import { START } from './fakeClock.ts';
import { ENGINES, openTestDatabase } from './openTestDatabase.ts';
import { aSilence } from './silence/aSilence.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const quiet = createLogger({ level: 'error', out: { write: () => {} } });

const topic = (n: number, at: number) => ({
  key: `topic:service:eu:${String(n).padStart(4, '0')}`,
  value: { incident: n, at, symptomAt: null },
});

const change = (summary: string, at: number, endedAt: number | null) => ({
  ...{ id: randomUUID(), service: 'shop', cluster: '', at, endedAt, summary, version: null, url: null, labels: {}, by: 'ci' },
});

const piece = (id: string, askedAt: number): typeof evidence.$inferInsert => ({
  ...{ id, incident: 1, opening: 1, kind: 'logs', source: 'loki', status: 'nothing' },
  ...{ from: askedAt, to: askedAt, askedAt, tookMs: 1, hasFile: false },
});

const run = (opening: number, begunAt: number): typeof evidenceRuns.$inferInsert => ({
  ...{ incident: 1, opening, begunAt, claimedBy: 'w', claimedUntil: begunAt, doneAt: begunAt },
});

describe.each(ENGINES)('what is long over, on %s', (kind) => {
  it('goes: silences, changes, evidence, and what rules have forgotten; nothing else does', async () => {
    const { db, close } = await openTestDatabase(kind);
    const ended = (comment: string, endedAt: number | null) =>
      aSilence({ id: randomUUID(), comment, startsAt: START - 400 * DAY, endsAt: START - 300 * DAY, endedAt });
    await db
      .insert(silences)
      .values([ended('old', START - 91 * DAY), ended('young', START - 89 * DAY), ended('not settled', null)]);
    await db
      .insert(changes)
      .values([
        change('old', START - 731 * DAY, null),
        change('long', START - 731 * DAY, START - 729 * DAY),
        change('young', START - 729 * DAY, null),
      ]);
    await db
      .insert(ruleMemory)
      .values([
        topic(1, START - 9 * DAY),
        topic(2, START - 9 * DAY + 1),
        { key: 'flaps:error:g', value: { firing: 1, at: [START - 99 * DAY], until: 0 } },
        { key: 'inhibit:x', value: { sources: 1, both: 0, by: 'A' } },
        { key: 'listening', value: { since: 0 } },
      ]);
    await db.insert(evidence).values([piece('old', START - 731 * DAY), piece('young', START - 729 * DAY)]);
    await db.insert(evidenceRuns).values([run(1, START - 731 * DAY), run(2, START - 729 * DAY)]);
    await new Sweep().run(db, START, quiet);
    expect((await db.select().from(evidence)).map(({ id }) => id)).toEqual(['young']);
    expect((await db.select().from(evidenceRuns)).map(({ opening }) => opening)).toEqual([2]);
    expect((await db.select().from(silences)).map(({ comment }) => comment).sort()).toEqual(['not settled', 'young']);
    expect((await db.select().from(changes)).map(({ summary }) => summary).sort()).toEqual(['long', 'young']);
    const keys = (await db.select().from(ruleMemory)).map(({ key }) => key).sort();
    expect(keys).toEqual(['flaps:error:g', 'inhibit:x', 'listening', topic(2, 0).key]);
    await close();
  });

  it('goes a bite at a time, and is looked for once an hour', async () => {
    const { db, close } = await openTestDatabase(kind);
    const sweep = new Sweep();
    const left = async (now: number): Promise<number> => {
      await sweep.run(db, now, quiet);
      return (await db.select().from(ruleMemory)).length;
    };
    await db.insert(ruleMemory).values(Array.from({ length: 1_100 }, (_, n) => topic(n, n % 2 === 0 ? 0 : START)));
    expect(await left(START)).toBe(850);
    expect(await left(START + 1)).toBe(600);
    expect(await left(START + 2)).toBe(550);
    await db.insert(ruleMemory).values(topic(2_000, 0));
    expect(await left(START + HOUR - 1)).toBe(551);
    expect(await left(START + HOUR)).toBe(551);
    expect(await left(START + HOUR + 1)).toBe(550);
    await close();
  });

  it('stays where it was written anew in the meantime', async () => {
    const { db, close } = await openTestDatabase(kind);
    const read = [topic(1, 0), topic(2, 0)];
    const anew = topic(1, START);
    await db.insert(ruleMemory).values([anew, topic(2, 0)]);
    expect(await deleteRemembered(db, read)).toBe(1);
    expect(await db.select().from(ruleMemory)).toEqual([anew]);
    await close();
  });
});
