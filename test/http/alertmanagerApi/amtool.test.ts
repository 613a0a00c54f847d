import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Serving, serve } from './serving.ts';
import { silenceShape, silencesShape } from './shapes.ts';

/** amtool of 0.25 does not know annotations. */
const AMTOOLS = z.array(silenceShape.omit({ annotations: true }));

const HAS_AMTOOL = !spawnSync('amtool', ['--version']).error;
if (!HAS_AMTOOL) console.warn('\nSKIPPED: what amtool does, because it is not on the PATH (Debian: prometheus-alertmanager)\n');

const YAML = `
grouping: [{ group_by: [alertname] }]
noise: { inhibit_rules: [{ source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: [cluster] }] }
time_intervals:
  - { name: odd hours, time_intervals: [{ times: [{ start_time: '18:00', end_time: '24:00' }], weekdays: ['monday:friday', sunday], days_of_month: ['1:5', '-1'], months: ['1:3'], years: ['2030'], location: Europe/Berlin }] }
route:
  receiver: default
  routes:
    - { matchers: ['team="x"'], receiver: team-x, continue: true, mute_time_intervals: [odd hours] }
    - { matchers: ['severity=~"warning|critical"', 'note!~"a\\\\d+\\"b"'], receiver: sev }
receivers: [{ name: default }, { name: team-x }, { name: sev }]
`;

const run = promisify(execFile);
let server: Serving;
let folder: string;

/** What amtool prints, or the error that it ends with. */
async function amtool(...args: string[]): Promise<string> {
  const { stdout } = await run('amtool', [`--alertmanager.url=${server.url}`, ...args], {
    env: { HOME: folder, PATH: process.env.PATH },
  });
  return stdout.trim();
}

async function refused(...args: string[]): Promise<string> {
  return amtool(...args).catch((error: { stderr: string; stdout: string }) => `${error.stderr}${error.stdout}`);
}

async function silences(...args: string[]) {
  return AMTOOLS.parse(JSON.parse(await amtool('silence', 'query', '-o', 'json', ...args)));
}

async function alerts(...args: string[]): Promise<string[]> {
  const found = JSON.parse(await amtool('alert', 'query', '-o', 'json', ...args)) as { labels: { alertname: string } }[];
  return found.map(({ labels }) => labels.alertname).sort();
}

beforeAll(async () => {
  if (!HAS_AMTOOL) return;
  folder = await mkdtemp(join(tmpdir(), 'tocsin-amtool-'));
  server = await serve(YAML);
});
afterAll(async () => {
  if (!HAS_AMTOOL) return;
  await server.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(!HAS_AMTOOL)('amtool', { timeout: 60_000 }, () => {
  it('adds alerts and lists them with filters', async () => {
    await amtool('alert', 'add', 'Down', 'severity=critical', 'cluster=c1', 'team=x', '--annotation=summary=it is down');
    await amtool('alert', 'add', 'Slow', 'severity=warning', 'cluster=c1');
    await amtool('alert', 'add', 'Odd', 'note=a b');
    await server.settled();
    expect(await alerts()).toEqual(['Down', 'Odd']);
    expect(await alerts('--inhibited')).toEqual(['Slow']);
    expect(await alerts('severity=~"warn.*|crit.*"', 'cluster!=c2')).toEqual(['Down']);
    expect(await alerts('--receiver=team-x')).toEqual(['Down']);
    expect(await amtool('alert', 'query', '-o', 'extended', 'Down')).toContain('it is down');
  });

  it('adds a silence, which hides, and lists it', async () => {
    const id = await amtool('silence', 'add', 'Down', 'cluster=~"c1|c2"', 'zone!=z9', '-c', 'we know', '-a', 'ada', '-d', '2h');
    const [silence, ...others] = await silences();
    expect(others).toEqual([]);
    expect(silence).toMatchObject({ id, comment: 'we know', createdBy: 'ada', status: { state: 'active' } });
    expect(silence?.matchers).toEqual([
      { name: 'alertname', value: 'Down', isRegex: false, isEqual: true },
      { name: 'cluster', value: 'c1|c2', isRegex: true, isEqual: true },
      { name: 'zone', value: 'z9', isRegex: false, isEqual: false },
    ]);
    expect(await alerts()).toEqual(['Odd']);
    // What inhibits goes on inhibiting.
    expect(await alerts('--silenced')).toEqual(['Down']);
    expect((await silences('alertname=Down')).map((each) => each.id)).toEqual([id]);
    expect(await silences('alertname=Odd')).toEqual([]);
    expect(await amtool('silence', 'query', '-q', '--created-by=ada')).toBe(id);
    const answer = await fetch(`${server.url}/api/v2/silences`);
    expect(silencesShape.parse(await answer.json())).toHaveLength(1);
  });

  it('changes a silence: the end keeps its id', async () => {
    const [before] = await silences();
    const id = before?.id ?? '';
    // It prints no id with -q, but where in its memory that stands.
    await amtool('silence', 'update', id, '-d', '5h', '-c', 'longer');
    const [after] = await silences();
    expect(after).toMatchObject({ id, comment: 'longer', createdBy: 'ada', startsAt: before?.startsAt });
    expect(Date.parse(after?.endsAt ?? '')).toBeGreaterThan(Date.parse(before?.endsAt ?? ''));
  });

  it('expires it, and what still fires is there again', async () => {
    const [silence] = await silences();
    await amtool('silence', 'expire', silence?.id ?? '');
    expect(await silences()).toEqual([]);
    expect((await silences('--expired', '--within=1h')).map(({ id, status }) => [id, status.state])).toEqual([
      [silence?.id, 'expired'],
    ]);
    await server.settled();
    expect(await alerts()).toEqual(['Down', 'Odd']);
  });

  it('imports silences from a file', async () => {
    const file = join(folder, 'silences.json');
    const [startsAt, endsAt] = [new Date(Date.now() + 3_600_000), new Date(Date.now() + 7_200_000)];
    const matchers = [{ name: 'alertname', value: 'Later', isRegex: false, isEqual: true }];
    await writeFile(file, JSON.stringify([{ matchers, startsAt, endsAt, createdBy: 'bob', comment: 'planned' }]));
    await amtool('silence', 'import', file);
    expect(await silences('alertname=Later')).toMatchObject([
      { status: { state: 'pending' }, createdBy: 'bob', startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    ]);
  });

  it('is told what is wrong', async () => {
    expect(await refused('silence', 'add', 'zone=~".*"', '-c', 'all', '-d', '1h')).toContain('would hide everything');
    expect(await refused('silence', 'add', 'Down', '-c', 'x', '-d', '100d')).toContain('silences.max_duration');
    expect(await refused('silence', 'expire', '11111111-1111-4111-8111-111111111111')).toMatch(/not ?found|404/i);
    expect(await refused('silence', 'add', 'Down', 'zone=~"(?=x)"', '-c', 'x')).toMatch(/refused|error parsing regexp/);
  });

  it('reads the configuration, its routes and who would be told', async () => {
    expect(await amtool('config', 'show')).toContain('receiver: team-x');
    expect(await amtool('config', 'routes', 'show')).toContain('receiver: sev');
    expect(await amtool('config', 'routes', 'test', 'team=x', 'severity=critical')).toBe('team-x,sev');
    expect(await amtool('config', 'routes', 'test', 'severity=critical', 'note=a1\\"b')).toBe('default');
    expect(await amtool('cluster', 'show')).toContain('disabled');
  });
});
