import { describe, expect, test } from 'vitest';
import { timeline, timers } from '../../src/store/schema.ts';
import { jsonOf, replaceOnConflict, writeRows } from '../../src/store/writeRows.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';

const row = (id: string, text: string, data = {}) => ({
  ...{
    id,
    incident: 1,
    at: START,
    recordedAt: START + 1,
    clockSource: 'received',
    type: 'note',
    actor: 'ada',
    source: 'api',
    text,
  },
  data,
});

describe.each(ENGINES)('writing rows on %s', (kind) => {
  test('more than one chunk, every type, what databases refuse, and label names of every kind', async () => {
    const { db, close } = await openTestDatabase(kind);
    const hostile = { ['__proto__']: 'x', constructor: '"; drop table timeline; --', text: 'a\u0000b\ud800c' };
    await writeRows(db, timeline, [
      ...Array.from({ length: 2_500 }, (_, n) => row(`r${n}`, `text ${n}`)),
      row('hostile', 'NUL \u0000 and \udfff', hostile),
    ]);
    const rows = await db.select().from(timeline);
    expect(rows).toHaveLength(2_501);
    const found = rows.find(({ id }) => id === 'hostile');
    expect(found).toMatchObject({ at: START, recordedAt: START + 1, text: 'NUL \ufffd and \ufffd' });
    expect(Object.entries(found?.data ?? {}).sort()).toEqual(
      [
        ['__proto__', 'x'],
        ['constructor', '"; drop table timeline; --'],
        ['text', 'a\ufffdb\ufffdc'],
      ].sort(),
    );
    await close();
  });

  test('a row of the same key is replaced whole', async () => {
    const { db, close } = await openTestDatabase(kind);
    const timer = { key: 'repeat:1', kind: 'repeat', dueAt: START, incident: 1, integration: null, fingerprint: null };
    await writeRows(db, timers, [timer], replaceOnConflict(timers));
    await writeRows(db, timers, [{ ...timer, dueAt: START + 5, incident: null }], replaceOnConflict(timers));
    expect(await db.select().from(timers)).toEqual([{ ...timer, dueAt: START + 5, incident: null }]);
    await close();
  });
});

test('a backslash before u0000 is text, not NUL', () => {
  expect(JSON.parse(jsonOf({ path: 'C:\\u0000' }))).toEqual({ path: 'C:\\u0000' });
});
