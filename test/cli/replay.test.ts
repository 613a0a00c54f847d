import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { CliExit } from '../../src/cli/cliExit.ts';
import { replayCommand } from '../../src/cli/replay.ts';

const CONFIG = `
integrations: [{ name: east, type: alertmanager, token: t, labels: { env: prod } }]
grouping: [{ group_by: [alertname, cluster], reopen_window: 10m }]
noise: { hold_down: [{ matchers: ['alertname="Slow"'], for: 5m }] }
repeat_interval: 30m
route:
  receiver: both
  routes: [{ matchers: ['env=""'], receiver: nobody }]
receivers:
  - { name: both, console_configs: [{}, {}] }
  - { name: nobody }
`;
const DAY = '2026-03-02T';

interface Sent {
  readonly at: string;
  readonly from?: string;
  readonly name: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
  readonly severity?: string;
}

function line({ at, from = 'east/am-0', name, status = 'firing', startsAt = at, severity = 'warning' }: Sent): string {
  const labels = { alertname: name, cluster: 'one', severity };
  const endsAt = status === 'firing' ? '0001-01-01T00:00:00Z' : `${DAY}${at}Z`;
  const alerts = [{ status, labels, annotations: {}, startsAt: `${DAY}${startsAt}Z`, endsAt, fingerprint: fingerprint(labels) }];
  const groupLabels = { alertname: name };
  return JSON.stringify({ sentAt: `${DAY}${at}Z`, from, body: { version: '4', groupKey: name, groupLabels, alerts } });
}

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-replay-'));
  writeFileSync(file('tocsin.yml'), CONFIG);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(lines: readonly string[], ...flags: string[]): Promise<string> {
  writeFileSync(file('trace.jsonl'), lines.map((each) => `${each}\n`).join(''));
  const out: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: () => {}, env: {}, cwd: folder };
  const command = replayCommand(io).exitOverride();
  await command.parseAsync(['--config', file('tocsin.yml'), ...flags, file('trace.jsonl')], { from: 'user' });
  return out.join('');
}

async function pages(lines: readonly string[]): Promise<unknown[]> {
  await replay(lines, '--pages', file('pages.jsonl'));
  const text = readFileSync(file('pages.jsonl'), 'utf8');
  return text.split('\n').flatMap((each) => (each === '' ? [] : [JSON.parse(each)]));
}

async function refusal(lines: readonly string[], ...flags: string[]): Promise<{ code: number; message: string }> {
  const error: unknown = await replay(lines, ...flags).catch((thrown: unknown) => thrown);
  if (!(error instanceof CliExit)) throw error;
  return { code: error.code, message: error.message.replaceAll(`${folder}/`, '') };
}

describe('pages', () => {
  it('are the first, a reopening and a raised severity; one for two receivers, none for repeats and resolves', async () => {
    const found = await pages([
      line({ at: '10:00:00', name: 'Down' }),
      line({ at: '10:01:00', from: 'east/am-1', name: 'Down', startsAt: '10:00:00' }),
      line({ at: '11:00:00', name: 'Down', severity: 'critical' }),
      line({ at: '11:10:00', name: 'Down', startsAt: '10:00:00', status: 'resolved' }),
      line({ at: '11:10:01', name: 'Down', startsAt: '11:00:00', status: 'resolved', severity: 'critical' }),
      line({ at: '11:12:00', name: 'Down' }),
    ]);
    const mild = fingerprint({ alertname: 'Down', cluster: 'one', severity: 'warning' });
    const bad = fingerprint({ alertname: 'Down', cluster: 'one', severity: 'critical' });
    const common = { kind: 'alert', cluster: 'one', incident: 1 };
    expect(found).toEqual([
      { ...common, at: `${DAY}10:00:00.000Z`, fingerprints: [mild] },
      { ...common, at: `${DAY}11:00:00.000Z`, fingerprints: [mild, bad] },
      { ...common, at: `${DAY}11:12:00.000Z`, fingerprints: [mild] },
    ]);
  });

  it('come when a hold ends between two lines, and never where it ends unfulfilled', async () => {
    const found = await pages([
      line({ at: '10:00:00', name: 'Slow' }),
      line({ at: '10:30:00', name: 'Slow', startsAt: '10:00:00', status: 'resolved' }),
      line({ at: '12:00:00', name: 'Slow' }),
      line({ at: '12:04:00', name: 'Slow', startsAt: '12:00:00', status: 'resolved' }),
      line({ at: '13:00:00', name: 'Other' }),
    ]);
    expect(found).toMatchObject([{ at: `${DAY}10:05:00.000Z` }, { at: `${DAY}13:00:00.000Z` }]);
  });

  it('end with the last line: nothing is known of what came after it', async () => {
    expect(await pages([line({ at: '10:00:00', name: 'Slow' })])).toEqual([]);
  });
});

it('reports what would have happened', async () => {
  const out = await replay([
    line({ at: '10:00:00', name: 'Slow' }),
    line({ at: '10:01:00', name: 'Down' }),
    line({ at: '10:02:00', name: 'Slow', startsAt: '10:00:00', status: 'resolved' }),
    line({ at: '10:03:00', from: 'elsewhere/am-0', name: 'Down' }),
  ]);
  expect(out).toContain('4 webhooks of east, elsewhere, 2026-03-02T10:00:00.000Z to 2026-03-02T10:03:00.000Z');
  expect(out).toContain('not in the configuration, so without labels of their own: elsewhere');
  expect(out).toContain('alerts received  4');
  expect(out).toContain('pages            1 at high urgency');
  expect(out).toContain('ledger: 4 received, and every one is accounted for');
  for (const line of ['1  notified', '1  resolved', '1  suppressed by hold_down', '1  suppressed by no_receiver'])
    expect(out).toContain(`  ${line}\n`);
  expect(out).toContain('2026-03-02T10:01:00.000Z  #2 warning first: Down: cluster=one → both\n');
  expect(out).toContain(
    'receivers (pages, times told of something at low urgency):\n        1     0  both\n        0     0  nobody\n',
  );
});

it('names who would have been told, by page and by urgency', async () => {
  writeFileSync(
    file('urgent.yml'),
    `
urgency: { rules: [{ matchers: ['severity="critical"'], urgency: high }], default: low }
route: { receiver: chat, routes: [{ matchers: ['severity="critical"'], receiver: eu/pager, continue: true }, { receiver: chat }] }
receivers: [{ name: chat, console_configs: [{}, {}] }, { name: eu/pager, console_configs: [{ urgency: [high] }] }, { name: other }]
`,
  );
  const lines = [
    line({ at: '10:00:00', name: 'Down' }),
    line({ at: '10:01:00', name: 'Gone', severity: 'critical' }),
    line({ at: '10:02:00', name: 'Gone', startsAt: '10:01:00', status: 'resolved', severity: 'critical' }),
    line({ at: '10:03:00', name: 'Slow' }),
  ];
  const out = await replay(lines, '--config', file('urgent.yml'));
  expect(out).toContain('\n        1     2  chat\n        1     0  eu/pager\n        0     0  other\n');
  expect(out).toContain('#2 critical first: Gone → chat, eu/pager\n');
});

describe('what cannot be read is named, with its line', () => {
  const good = line({ at: '10:00:00', name: 'Down' });
  it.each([
    ['not JSON', ['{', good], 'trace.jsonl:1: the line is not JSON'],
    ['no object', ['7'], 'trace.jsonl:1: the line is not an object'],
    ['no time', [good, '{"from":"a/b","body":{}}'], 'trace.jsonl:2: sentAt is missing'],
    ['no time at all', ['{"sentAt":"soon","from":"a/b","body":{}}'], 'trace.jsonl:1: sentAt is "soon", not a time'],
    ['no sender', ['{"sentAt":"2026-03-02T10:00:00Z","body":{}}'], 'trace.jsonl:1: from is missing'],
    ['an empty sender', ['{"sentAt":"2026-03-02T10:00:00Z","from":"/b","body":{}}'], 'trace.jsonl:1: from is "/b"'],
    ['no body', ['{"sentAt":"2026-03-02T10:00:00Z","from":"a/b"}'], 'trace.jsonl:1: body is missing'],
    [
      'another body',
      ['{"sentAt":"2026-03-02T10:00:00Z","from":"a/b","body":{}}'],
      'trace.jsonl:1: body: The body is not an Alertmanager',
    ],
    ['out of order', [good, line({ at: '09:59:59', name: 'Down' })], 'trace.jsonl:2: sentAt is 2026-03-02T09:59:59.000Z, before'],
  ])('%s', async (_, lines, message) => {
    expect(await refusal(lines)).toEqual({ code: 2, message: expect.stringContaining(message) });
  });

  it('changes', async () => {
    writeFileSync(file('deploys.jsonl'), '{"at":"2026-03-02T09:00:00Z","service":"shop"}\n{"at":"2026-03-02T09:00:00Z"}\n');
    const expected = { code: 2, message: expect.stringContaining('deploys.jsonl:2: service is missing') };
    expect(await refusal([good], '--changes', file('deploys.jsonl'))).toEqual(expected);
  });

  it('files', async () => {
    const expected = { code: 2, message: expect.stringContaining('none.jsonl: it cannot be read (ENOENT)') };
    expect(await refusal([good], '--changes', file('none.jsonl'))).toEqual(expected);
    const folderOf = async (...flags: string[]) => {
      expect(await refusal([good], ...flags)).toEqual({ code: 2, message: `${folder}: it is a folder: name a file in it` });
    };
    await folderOf('--changes', folder);
    const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: folder };
    await expect(replayCommand(io).parseAsync(['--config', file('tocsin.yml'), folder], { from: 'user' })).rejects.toEqual(
      new CliExit(2, `${folder}: it is a folder: name a file in it`),
    );
    const unwritable = { code: 2, message: expect.stringContaining('--pages no/pages.jsonl: it cannot be written') };
    expect(await refusal([good], '--pages', file('no/pages.jsonl'))).toEqual(unwritable);
  });
});
