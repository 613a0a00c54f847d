import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPagerDuty } from '../fakes/pagerduty.ts';
import { startSlack } from '../fakes/slack.ts';
import { eventually } from '../faults/eventually.ts';
import { freePort } from '../faults/freePort.ts';
import { ServerProcess } from '../faults/serverProcess.ts';
import { ALERTMANAGER, RealAlertmanager } from './realAlertmanager.ts';

if (!ALERTMANAGER)
  console.warn('\nSKIPPED: the test with a real Alertmanager, because this machine has none (prometheus-alertmanager)\n');

const TOKEN = 'the-token-of-prod';
const DISK = { alertname: 'DiskFull', severity: 'critical', instance: 'db-1' };
const SUMMARY = { summary: 'no room on db-1' };

let folder: string;
let server: ServerProcess | null;
let alertmanager: RealAlertmanager | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-e2e-'));
  server = null;
  alertmanager = null;
});

afterEach(async () => {
  await alertmanager?.stop();
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** What the banner says to paste, as it stands there. */
function printedLines(banner: string): string {
  const lines = banner.split('\n');
  const from = lines.findIndex((line) => line.trim() === 'For alertmanager.yml:');
  const block = lines.slice(from + 2);
  const indent = /^ */.exec(block[0] ?? '')?.[0] ?? '';
  const end = block.findIndex((line) => !line.startsWith(indent));
  return block
    .slice(0, end)
    .map((line) => line.slice(indent.length))
    .join('\n');
}

/** The same with waits that a test can wait for. */
function hurried(yaml: string): string {
  const quick = ['  group_wait: 100ms', '  group_interval: 500ms', '  repeat_interval: 1h'].join('\n');
  const made = yaml.replace(/^route:\n/m, `route:\n${quick}\n`);
  expect(made).not.toBe(yaml);
  return `${made}\n`;
}

async function fireAndResolve(source: RealAlertmanager, afterFiring: () => Promise<unknown>): Promise<void> {
  const startsAt = new Date();
  await source.post({ labels: DISK, annotations: SUMMARY, startsAt });
  await afterFiring();
  await source.post({ labels: DISK, annotations: SUMMARY, startsAt, endsAt: new Date() });
}

describe.skipIf(!ALERTMANAGER)('a real Alertmanager, configured with the lines of the banner', { timeout: 120_000 }, () => {
  it('drives firing, page and resolved: one trigger, one resolve, one Slack message', async () => {
    const pagerduty = await startPagerDuty();
    const slack = await startSlack();
    const yaml = `
integrations: [{ name: prod, type: alertmanager, token: ${TOKEN}, labels: { env: prod } }]
pagerduty: { events_url: '${pagerduty.url}' }
slack: { api_url: '${slack.url}', bot_token: '${slack.token}' }
route: { receiver: oncall }
receivers:
  - name: oncall
    pagerduty_configs: [{ routing_key: '${'a'.repeat(32)}' }]
    slack_configs: [{ channel: '#payments' }]
`;
    await writeFile(join(folder, 'tocsin.yml'), yaml);
    server = new ServerProcess([
      ...['--config', join(folder, 'tocsin.yml'), '--data-dir', join(folder, 'data')],
      ...['--listen', `127.0.0.1:${await freePort()}`],
    ]);
    await server.address();
    const printed = printedLines(server.stdout);
    const lines = printed.replace("THE_INTEGRATION'S_TOKEN", TOKEN);
    expect(lines).not.toBe(printed);
    alertmanager = await RealAlertmanager.start(folder, hurried(lines));

    await fireAndResolve(alertmanager, () =>
      eventually(
        () => pagerduty.open().length === 1 && slack.messages.length === 1,
        () => `nothing was paged:\n${alertmanager?.output}\n${server?.stdout}`,
      ),
    );
    await eventually(
      () => pagerduty.events.length >= 2 && slack.inChannel('payments')[0]?.text.includes('Resolved'),
      () => `nothing was resolved:\n${alertmanager?.output}\n${server?.stdout}`,
    );
    // Whatever came twice would have come by the next group interval.
    await sleep(1_500);

    expect(pagerduty.events.map(({ action, effect }) => [action, effect])).toEqual([
      ['trigger', 'opened'],
      ['resolve', 'resolved'],
    ]);
    expect(new Set(pagerduty.events.map(({ dedupKey }) => dedupKey)).size).toBe(1);
    const [page] = pagerduty.incidents;
    expect(page?.summary).toContain('DiskFull');
    expect(page?.severity).toBe('critical');
    const [message, ...others] = slack.inChannel('payments');
    expect(others).toEqual([]);
    expect(message?.edits).toBeGreaterThan(0);
    expect(message?.text).toMatch(/Resolved.*DiskFull/);
    for (const fake of [pagerduty, slack]) {
      fake.assertClean();
      await fake.close();
    }
  });

  it('shows the page on the console where nothing is configured', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    const env = { TOCSIN_LISTEN: listen, TOCSIN_DATA_DIR: join(folder, 'data') };
    server = new ServerProcess([], env);
    await server.address();
    const started = server.stdout.length;
    const shown = (): string => server?.stdout.slice(started).replace(/^\{.*\}$/gm, '') ?? '';
    alertmanager = await RealAlertmanager.start(folder, hurried(printedLines(server.stdout)));

    await fireAndResolve(alertmanager, () =>
      eventually(
        () => shown().includes('DiskFull'),
        () => `nothing was shown:\n${alertmanager?.output}\n${server?.stdout}`,
      ),
    );
    expect(shown()).toContain('no room on db-1');
    await eventually(
      () => /^== RESOLVED #1 /m.test(shown()),
      () => `the end was not shown:\n${server?.stdout}`,
    );
    const response = await fetch(`http://${listen}/api/v1/incidents`);
    const { items } = (await response.json()) as { items: { number: number; status: string }[] };
    expect(items.map(({ number, status }) => ({ number, status }))).toEqual([{ number: 1, status: 'resolved' }]);
  });
});
