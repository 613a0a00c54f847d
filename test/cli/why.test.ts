import { afterEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { CliExit } from '../../src/cli/cliExit.ts';
import { silenceCommand } from '../../src/cli/silence.ts';
import { whyCommand } from '../../src/cli/why.ts';
import { listen } from '../../src/http/listen.ts';
import { askApp } from '../askApp.ts';
import { START } from '../fakeClock.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const RULES = `
grouping: [{ group_by: [alertname] }]
noise: { hold_down: [{ matchers: ['severity="warning"'], for: 5m }] }
route: { receiver: console, routes: [{ matchers: ['team="nobody"'], receiver: none }] }
receivers: [{ name: console, console_configs: [{}] }, { name: none }]
`;
const SLOW = { alertname: 'Slow', severity: 'warning', instance: 'a\u001b[31m\nb' };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(yaml = RULES): Promise<TestApp & { url: string }> {
  const database = await openTestDatabase('pglite');
  cleanups.push(() => database.close());
  const test = await startTestApp({ database, yaml });
  const server = await listen(test.app.http, { host: '127.0.0.1', port: 0 });
  cleanups.push(() => server.close(0));
  return { ...test, url: `http://${server.address}` };
}

async function send(test: TestApp, ...all: Record<string, string>[]): Promise<void> {
  await sendSince(test, START, null, ...all);
}

async function sendSince(test: TestApp, began: number, ended: number | null, ...all: Record<string, string>[]): Promise<void> {
  const times = {
    startsAt: new Date(began).toISOString(),
    endsAt: ended === null ? '0001-01-01T00:00:00Z' : new Date(ended).toISOString(),
  };
  const status = ended === null ? 'firing' : 'resolved';
  const alerts = all.map((labels) => ({ status, labels, annotations: {}, fingerprint: fingerprint(labels), ...times }));
  expect((await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts })).status).toBe(200);
  await test.app.drain();
}

async function why(url: string, ...args: string[]): Promise<string> {
  const written: string[] = [];
  const io = { stdout: (text: string) => void written.push(text), stderr: () => {}, env: { TOCSIN_URL: url }, cwd: '/' };
  await whyCommand(io).parseAsync(args, { from: 'user' });
  return written.join('');
}

describe('why', () => {
  it('says of an alert what decided, what was looked at, and what would have told somebody', async () => {
    const test = await startServer();
    await send(test, SLOW);
    expect(await why(test.url, fingerprint(SLOW))).toBe(`Slow  default/${fingerprint(SLOW)}
  fires since 2026-03-02T10:00:00.000Z; in incident #1
  alertname="Slow" instance="a\\u001b[31m\\nb" severity="warning"

2026-03-02T10:00:00.000Z  put off, by hold_down: it must fire for 5m first (noise.hold_down[0])
  looked at:
    grouping[0]: by alertname
    noise.hold_down[0]: holds it back: it must fire for 5m, until 2026-03-02T10:05:00.000Z
    route: goes to console
    route.routes[0]: no, team="nobody" does not hold (the alert has no such label)
  would have told somebody:
    wait until 2026-03-02T10:05:00.000Z: hold_down ends (then console)
    remove noise.hold_down[0] (then console)
    severity error instead of warning (then console)
    severity info instead of warning (then console)
    severity critical instead of warning (then console)

due:
  2026-03-02T10:05:00.000Z  what holds it back ends: it is judged again
`);
    test.clock.advance(300_000);
    await test.app.drain();
    const told = await why(test.url, fingerprint(SLOW));
    expect(told).toContain('told (first): nothing holds it any more: routed to console');
    expect(told).toMatch(/told of #1:\n {2}2026-03-02T10:05:00.000Z {2}console \(console\) first: delivered/);
    expect(told).toMatch(/before that:\n {2}2026-03-02T10:00:00.000Z {2}put off, by hold_down/);
  });

  it('says what would have woken whom of what was told with low urgency', async () => {
    const test = await startServer(`
urgency: { rules: [{ matchers: ['severity="critical"'], urgency: high }, { urgency: high, when: { second_sign: 15m } }] }
route: { receiver: console }
receivers: [{ name: console, console_configs: [{ urgency: [high] }, {}] }]
`);
    await send(test, SLOW);
    expect(await why(test.url, fingerprint(SLOW))).toContain(`
  would have told others too:
    severity critical instead of warning (then console)
    a second sign comes within 15m (urgency.rules[1] waits for it) (then console)
`);
  });

  it('says of what is inhibited what would have woken somebody, by the signs of then', async () => {
    const test = await startServer(`
grouping: [{ group_by: [cluster] }]
noise: { inhibit_rules: [{ source_matchers: ['alertname="Down"'], target_matchers: ['severity="warning"'] }] }
urgency: { rules: [{ matchers: ['severity="warning"'], urgency: high, when: { second_sign: 15m } }], default: low }
route: { receiver: pager }
receivers: [{ name: pager, console_configs: [{ urgency: [high] }] }]
`);
    await send(test, { alertname: 'Down', severity: 'info' });
    await send(test, SLOW);
    const text = await why(test.url, fingerprint(SLOW));
    expect(text).toContain(', a second sign is Down), once nothing holds it');
    // Without its source it would have been alone.
    expect(text).toContain('\n  would have told somebody:\n    remove noise.inhibit_rules[0] (then pager)\n');
  });

  it('says of what is over why it was told, and each decision whole where that is asked', async () => {
    const test = await startServer();
    await send(test, SLOW);
    test.clock.advance(300_000);
    await test.app.drain();
    await sendSince(test, START, START + 330_000, SLOW);
    const text = await why(test.url, fingerprint(SLOW));
    expect(text).toMatch(/\n\n\S+ {2}resolved: it stopped firing\n\n\S+ {2}told \(first\): .*\n {2}looked at:\n/);
    expect(text).toMatch(/\nbefore that:\n {2}\S+ {2}put off, by hold_down: .*\n$/);
    expect(text.match(/looked at:/g)).toHaveLength(1);
    const all = await why(test.url, fingerprint(SLOW), '--all');
    expect(all.match(/looked at:/g)).toHaveLength(2);
    expect(all).not.toContain('before that');
  });

  it('says of an incident that is over what was decided then, though the alert fires in another one now', async () => {
    const test = await startServer();
    await send(test, SLOW);
    await sendSince(test, START, START + 60_000, SLOW);
    test.clock.advance(3_600_000);
    await sendSince(test, START + 3_590_000, null, SLOW);
    const first = await why(test.url, '1');
    expect(first).toContain('in incident #2 now');
    expect(first).toMatch(/resolved: it stopped firing\n\n2026-03-02T10:00:00.000Z {2}put off, by hold_down/);
    expect(await why(test.url, '2')).not.toContain('resolved');
  });

  it('says of what was told and is silenced now that it is, since when and by whom', async () => {
    const test = await startServer();
    const told = { alertname: 'Down', severity: 'critical' };
    await send(test, told);
    expect(await why(test.url, fingerprint(told))).not.toContain('silenced');
    const silence = { matchers: ['alertname="Down"'], duration: '1h', created_by: 'ann', comment: 'new disks' };
    test.clock.advance(60_000);
    const { id } = (await askApp(test.app, 'POST', '/api/v1/silences', silence)).body as { id: string };
    const line = `\n  silenced since 2026-03-02T10:01:00.000Z until 2026-03-02T11:01:00.000Z by ann: new disks (silence ${id})`;
    expect(await why(test.url, fingerprint(told))).toContain(`${line}; it was told before, and its repeats are left out\n`);
    expect(await why(test.url, '1')).toContain(line);
    const listed: string[] = [];
    const io = { stdout: (text: string) => void listed.push(text), stderr: () => {}, env: { TOCSIN_URL: test.url }, cwd: '/' };
    await silenceCommand(io).parseAsync(['list'], { from: 'user' });
    expect(listed.join('')).toContain('(hid 0; keeps 1 that was told from being told again)');
    test.clock.advance(3_600_000);
    await test.app.drain();
    expect(await why(test.url, fingerprint(told))).not.toContain('silenced');
  });

  it('says it of every alert of an incident', async () => {
    const test = await startServer();
    await send(test, { alertname: 'A', team: 'nobody' }, { alertname: 'A', instance: 'x' });
    const text = await why(test.url, '#1');
    expect(text.match(/^A {2}default\//gm)).toHaveLength(2);
    expect(text).toContain('not told, by no_receiver: receiver none has no configs');
    expect(text).toContain('told (first): routed to console');
    // The deliveries are the incident's.
    expect(text.match(/^told of #1:$/gm)).toHaveLength(1);
  });

  it.each([
    ['what is neither', 'not-a-thing', 2, 'no fingerprint and no number'],
    ['an alert that was never sent', '00112233aabbccdd', 1, 'There is no alert "00112233aabbccdd"'],
    ['an incident that is not', '99', 1, 'There is no incident "99"'],
  ])('refuses %s', async (_, what, code, words) => {
    const { url } = await startServer();
    const error = await why(url, what).catch((thrown: unknown) => thrown);
    if (!(error instanceof CliExit)) throw new Error(`not refused by a CliExit: ${String(error)}`);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('asks which one, in its own flag, where several integrations send it', async () => {
    const two = ['prod', 'staging'].map((name) => `{ name: ${name}, type: alertmanager }`).join(', ');
    const test = await startServer(`server: { allow_anonymous: true }\nintegrations: [${two}]\n`);
    const alert = { status: 'firing', labels: SLOW, annotations: {}, startsAt: new Date(START).toISOString() };
    for (const integration of ['prod', 'staging']) {
      const body = { version: '4', groupKey: 'g', groupLabels: {}, alerts: [{ ...alert, fingerprint: fingerprint(SLOW) }] };
      expect((await test.post(body, { integration })).status).toBe(200);
    }
    await test.app.drain();
    await expect(why(test.url, fingerprint(SLOW))).rejects.toThrow(/: add --integration prod or --integration staging\.$/);
    expect(await why(test.url, fingerprint(SLOW), '--integration', 'staging')).toContain('Slow  staging/');
  });
});
