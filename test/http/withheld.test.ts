import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const MINUTE = 60_000;
const RULES = `
grouping: [{ group_by: [alertname] }]
noise: { throttle: { window: 10m, notifications: 1 } }
route:
  receiver: oncall
  routes: [{ matchers: ['copy="yes"'], receiver: printer, continue: true }, { matchers: ['severity!=""'], receiver: oncall }]
receivers: [{ name: oncall, console_configs: [{}] }, { name: printer, console_configs: [{}] }]
`;
const A = { alertname: 'A', severity: 'error' };
const B = { alertname: 'B', severity: 'error' };
const B2 = { ...B, instance: 'two' };
const COPIED = { alertname: 'C', severity: 'error', copy: 'yes' };

interface Decided {
  readonly held_by: string | null;
  readonly timers: readonly {
    readonly kind: string;
    readonly due_at: string;
    readonly incident: number;
    readonly receiver: string;
  }[];
}

describe.each(ENGINES)('what waits for a digest, on %s', (kind) => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let test: TestApp;
  beforeEach(async () => {
    database = await openTestDatabase(kind);
    test = await startTestApp({ database, yaml: RULES });
  });
  afterEach(async () => {
    await test.app.close();
    await database.close();
  });

  const at = async (minutes: number, ...all: Record<string, string>[]): Promise<void> => {
    test.clock.advance(START + minutes * MINUTE - test.clock.now());
    await test.app.drain();
    const times = { startsAt: new Date(START + minutes * MINUTE).toISOString(), endsAt: '0001-01-01T00:00:00Z' };
    for (const labels of all) {
      const alert = { status: 'firing', labels, annotations: {}, fingerprint: fingerprint(labels), ...times };
      await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts: [alert] });
    }
    await test.app.drain();
  };
  const page = async (path: string): Promise<string> => {
    const headers = { host: '127.0.0.1:9195', accept: 'text/html' };
    const html = await (await test.app.http.fetch(new Request(`http://127.0.0.1:9195${path}`, { headers }))).text();
    return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  };
  const mutedBy = async (labels: Record<string, string>): Promise<unknown> => {
    const response = await test.app.http.fetch(
      new Request('http://127.0.0.1:9195/api/v2/alerts', { headers: { host: '127.0.0.1:9195' } }),
    );
    const all = (await response.json()) as { fingerprint: string; status: { state: string; mutedBy: string[] } }[];
    const { state, mutedBy } = all.find((each) => each.fingerprint === fingerprint(labels))?.status ?? {};
    return [state, ...(mutedBy ?? [])];
  };
  const why = async (labels: Record<string, string>): Promise<Decided> =>
    (await test.get(`/api/v1/alerts/${fingerprint(labels)}/decisions`)).body as Decided;
  const digests = async (labels: Record<string, string>): Promise<string[]> =>
    (await why(labels)).timers
      .filter((timer) => timer.kind === 'throttle')
      .map((timer) => `#${timer.incident} ${timer.receiver} ${timer.due_at.slice(11, 16)}`);

  it('is marked on the board, on its incident, for programs, and in why, until it is told', async () => {
    await at(0, A);
    expect(await page('/')).not.toMatch(/digest|held back/);
    await at(1, B);
    const until = 'until 10:10:00 UTC (9 min left)';
    const board = await page('/');
    expect(board).toContain(`oncall was told too often, and hears of 1 incident in one digest held back: throttle #2 ${until}`);
    expect(board).toContain('waits for the digest of oncall');
    const incident = await page('/incidents/2');
    expect(incident).toContain(`held back: throttle oncall was told too often, and hears more of it in a digest ${until}`);
    expect(incident).toMatch(/B firing · started just now held back: throttle oncall was told 1 times in 10m: .* until 10:10:00/);
    expect(await page('/incidents/1')).not.toMatch(/digest|held back/);
    expect([await mutedBy(A), await mutedBy(B)]).toEqual([['active'], ['suppressed', 'throttle']]);
    expect(await why(B)).toMatchObject({ held_by: 'throttle' });
    expect(await digests(B)).toEqual(['#2 oncall 10:10']);
    expect([(await why(A)).held_by, ...(await digests(A))]).toEqual([null]);

    await at(10);
    expect(await page('/')).not.toMatch(/waits for|held back/);
    expect(await page('/incidents/2')).not.toContain('held back');
    expect([await mutedBy(B), (await why(B)).held_by, ...(await digests(B))]).toEqual([['active'], null]);
  });

  it('is only what came since the digest that told of its incident', async () => {
    await at(0, A);
    await at(1, B);
    await at(11, B2);
    expect([await mutedBy(B), await mutedBy(B2)]).toEqual([['active'], ['suppressed', 'throttle']]);
    const incident = await page('/incidents/2');
    expect(incident.match(/held back: throttle oncall was told 1 times/g)).toHaveLength(1);
    expect(await digests(B)).toEqual(['#2 oncall 10:20']);
  });

  it('is what other receivers heard of too, but not as held back', async () => {
    await at(0, A);
    await at(1, COPIED);
    expect([await mutedBy(COPIED), (await why(COPIED)).held_by]).toEqual([['active'], null]);
    expect(await digests(COPIED)).toEqual(['#2 oncall 10:10']);
    expect(await page('/incidents/2')).toMatch(/hears more of it in a digest/);
    expect(await page('/incidents/2')).not.toMatch(/started \S+ \S+ held back/);
  });
});
