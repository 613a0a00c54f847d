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
time_intervals: [{ name: nights, time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }] }]
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

async function silence(...args: string[]): Promise<{ code: number; out: string }> {
  const printed: string[] = [];
  const env = { TOCSIN_URL: `http://${server.address}`, TOCSIN_TOKEN: 'alices-token' };
  const command = silenceCommand({ stdout: (text) => void printed.push(text), stderr: () => {}, env, cwd: '/' });
  try {
    await whileDeciding(test.app, command.parseAsync(args, { from: 'user' }));
    return { code: 0, out: printed.join('') };
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    return { code: error.code, out: error.message };
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
  expect(await silence('expire', id, recurring.out.trim())).toEqual({ code: 0, out: '' });
  expect((await silence('list')).out).toBe('');
  expect((await silence('list', '--all')).out.match(/expired/g)).toHaveLength(2);
});

it.each([
  [['add', 'alertname=DiskFull'], 2, '--duration'],
  [['add', '--duration', '2h', 'alertname=~".*"'], 2, 'would hide everything'],
  [['add', '--duration', '2h', '--during', 'days', 'a=b'], 2, 'no time interval named "days"'],
  [['add', '--duration', '99d', 'a=b'], 2, 'silences.max_duration'],
  [['expire', 'x'], 1, 'There is no silence "x"'],
  [['list', '--url', 'nowhere'], 2, '--url'],
])('%j ends with %i', async (args, code, words) => {
  const ended = await silence(...args);
  expect(ended.code).toBe(code);
  expect(ended.out).toContain(words);
});
