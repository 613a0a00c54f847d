import { afterAll, beforeAll, expect, it } from 'vitest';
import { CliExit } from '../../src/cli/cliExit.ts';
import { silenceCommand } from '../../src/cli/silence.ts';
import { type Listening, listen } from '../../src/http/listen.ts';
import type { OpenDatabase } from '../../src/store/open.ts';
import { whileDeciding } from '../askApp.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const CONFIG = `
server: { allow_anonymous: true, api_tokens: [{ name: alice, role: responder, token: alices-token }] }
time_intervals:
  - { name: nights, time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }] }
  - { name: mornings, time_intervals: [{ times: [{ start_time: '06:00', end_time: '12:00' }] }] }
`;
let database: OpenDatabase;
let test: TestApp;
let server: Listening;
beforeAll(async () => {
  database = await openTestDatabase('pglite');
  test = await startTestApp({ database, yaml: CONFIG });
  server = await listen(test.app.http, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(0);
  await test.app.close();
  await database.close();
});

async function silence(...args: string[]): Promise<{ code: number; out: string; said: string }> {
  const said: string[] = [];
  const printed: string[] = [];
  const env = { TOCSIN_URL: `http://${server.address}`, TOCSIN_TOKEN: 'alices-token' };
  const command = silenceCommand({
    stdout: (text) => void printed.push(text),
    stderr: (text) => void said.push(text),
    env,
    cwd: '/',
  });
  try {
    await whileDeciding(test.app, command.parseAsync(args, { from: 'user' }));
    return { code: 0, out: printed.join(''), said: said.join('') };
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    return { code: error.code, out: error.message, said: '' };
  }
}

it('adds, lists and ends silences', async () => {
  const added = await silence(
    'add',
    '--duration',
    '2h',
    '--comment',
    'new\ndisks',
    '--until-resolved',
    'alertname=DiskFull',
    'env!=dev',
  );
  expect(added.code).toBe(0);
  const id = added.out.trim();
  const recurring = await silence('add', '--end', '2026-03-03T10:00:00Z', '--author', 'bob', '--during', 'nights', 'a=~"b.*"');
  const lines = (await silence('list')).out.split('\n');
  expect(lines).toEqual([
    `${id}  active   until 2026-03-02T12:00:00.000Z  alertname="DiskFull", env!="dev"  (until resolved; hid 0)  alice: new disks`,
    `${recurring.out.trim()}  active   until 2026-03-03T10:00:00.000Z  a=~"b.*"  (during nights; hid 0)  bob: `,
    '',
  ]);
  const other = recurring.out.trim();
  expect(await silence('expire', id, other)).toEqual({ code: 0, out: '', said: `${id}: expired\n${other}: expired\n` });
  expect((await silence('expire', id)).said).toBe(`${id}: had ended already at 2026-03-02T10:00:00.000Z\n`);
  expect((await silence('list')).out).toBe('');
  expect((await silence('list', '--all')).out.match(/expired/g)).toHaveLength(2);
});

it('says what it hides of what fires now, beside the id', async () => {
  const alertOf = (alertname: string, host: string) => {
    const times = { startsAt: '2026-03-02T09:59:00Z', endsAt: '0001-01-01T00:00:00Z' };
    return { status: 'firing', labels: { alertname, host }, annotations: {}, ...times };
  };
  const alerts = [...['a', 'b'].map((host) => alertOf('DiskFull', host)), alertOf('DiskSlow', 'a'), alertOf('Net', 'c')];
  await test.post({ version: '4', groupKey: 'g', groupLabels: { alertname: 'Disk' }, alerts });
  await test.app.drain();
  const add = (...args: string[]) => silence('add', '--duration', '2h', ...args);

  const some = await add('alertname=~"Disk.*"');
  expect(some.out).toMatch(/^\S+\n$/);
  expect(some.said).toBe('until 2026-03-02T12:00:00.000Z: hides 3 alerts that fire now: DiskFull (#1) ×2, DiskSlow (#1)\n');
  expect((await add('host=c')).said).toBe('until 2026-03-02T12:00:00.000Z: hides one alert that fires now: Net (#1)\n');
  expect((await add('host=~"[abc]"')).said).toContain(': hides all 4 alerts that fire now: ');
  expect((await add('alertname=Dsk')).said).toBe('until 2026-03-02T12:00:00.000Z: hides nothing that fires now\n');
  expect((await silence('add', '--end', '2026-03-03T10:00:00Z', '--during', 'nights', 'host=c')).said).toBe(
    'until 2026-03-03T10:00:00.000Z: hides nothing before its hours begin, at 2026-03-03T00:00:00.000Z; ' +
      'would hide then one alert that fires now: Net (#1)\n',
  );
  expect((await add('--during', 'mornings', 'host=c')).said).toContain(': hides one alert');
  expect((await add('--start', '2026-03-02T11:00:00Z', '--during', 'mornings', 'host=c')).said).toBe(
    'from 2026-03-02T11:00:00.000Z until 2026-03-02T13:00:00.000Z: would hide one alert that fires now: Net (#1)\n',
  );
  expect((await add('--start', '2026-03-02T11:00:00Z', 'host=c')).said).toBe(
    'from 2026-03-02T11:00:00.000Z until 2026-03-02T13:00:00.000Z: would hide one alert that fires now: Net (#1)\n',
  );
});

it('says that a start which is past is now, and ends it by its own start', async () => {
  expect((await silence('add', '--start', '2026-03-02T09:00:00Z', '--duration', '90m', 'a=b')).said).toBe(
    'its start is past, so that it begins now\nuntil 2026-03-02T10:30:00.000Z: hides nothing that fires now\n',
  );
});

it.each([
  [['add', '--start', '2026-03-02T09:00:00Z', '--duration', '30m', 'a=b'], 2, '09:30:00.000Z is in the past'],
  [['add', 'alertname=DiskFull'], 2, '--duration'],
  [['add', '--duration', '2h', 'alertname=~".*"'], 2, 'would hide everything'],
  [['add', '--duration', '2h', '--during', 'days', 'a=b'], 2, '--during: there is no time interval named "days"'],
  [
    ['add', '--duration', '99d', 'a=b'],
    2,
    '--duration: 2026-06-09T10:00:00.000Z is more than 30d after its start (silences.max_',
  ],
  [['add', '--end', '2026-12-01T00:00:00Z', 'a=b'], 2, '--end: 2026-12-01T00:00:00.000Z is more than 30d'],
  [
    ['add', '--duration', '2h', '--during', 'nights', 'a=b'],
    2,
    'at 2026-03-03T00:00:00.000Z: give a longer --duration, or other',
  ],
  [['add', '--end', '2026-03-02T12:00:00Z', '--during', 'nights', 'a=b'], 2, '00.000Z: give a later --end, or other hours'],
  [['add', '--duration', '2h', 'DiskFull'], 2, 'found the end: write it as in alertname=DiskFull or'],
  [['add', '--duration', '2h', 'a=~"("'], 2, ': regexes are RE2, without lookaround'],
  [['add', '--duration', 'soon', 'a=b'], 2, '--duration soon is no duration: write it as in 30m, 2h or 1h30m'],
  [['add', '--duration', '0s', 'a=b'], 2, '--duration 0s is no duration'],
  [['add', '--end', 'tomorrow', 'a=b'], 2, '--end tomorrow is no time: write it as in 2026-12-01T22:00:00Z'],
  [['add', '--start', '10:00', '--duration', '2h', 'a=b'], 2, '--start 10:00 is no time: write it as in'],
  [
    ['add', '--end', '2026-03-02T12:00:00Z', '--duration', '2h', 'a=b'],
    2,
    '--duration and --end both say when it ends: give one',
  ],
  [['add', '--duration', '2h', '--author', '', 'a=b'], 2, '--author is empty: say who'],
  [['add', '--duration', '2h', '--author', 'x'.repeat(201), 'a=b'], 2, '--author is longer than 200 characters: shorten it'],
  [['add', '--duration', '2h', '--comment', 'x'.repeat(10_001), 'a=b'], 2, '--comment is longer than 10000 characters'],
  [['add', '--duration', '2h', ...Array.from({ length: 101 }, () => 'a=b')], 2, '101 matchers: give at most 100'],
  [['expire', 'x'], 1, 'There is no silence "x"'],
  [['list', '--url', 'nowhere'], 2, '--url'],
])('%j ends with %i', async (args, code, words) => {
  const ended = await silence(...args);
  expect(ended.code).toBe(code);
  expect(ended.out).toContain(words);
  expect(ended.out).not.toMatch(/ends_at|starts_at|recurrence|Send it as/);
});
