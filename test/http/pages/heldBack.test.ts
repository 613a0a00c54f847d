import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import { askApp } from '../../askApp.ts';
import { START } from '../../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../../startTestApp.ts';

const RULES = `
grouping: [{ group_by: [alertname] }]
noise:
  hold_down: [{ matchers: ['severity="warning"'], for: 5m }]
  inhibit_rules: [{ source_matchers: ['alertname="Down"'], target_matchers: ['severity="info"'] }]
route: { receiver: console }
receivers: [{ name: console, console_configs: [{}] }]
`;

describe.each(ENGINES)('what is held back, on %s', (kind) => {
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

  const send = async (...all: Record<string, string>[]): Promise<void> => {
    const times = { startsAt: new Date(START).toISOString(), endsAt: '0001-01-01T00:00:00Z' };
    const alerts = all.map((labels) => ({
      status: 'firing',
      labels,
      annotations: {},
      fingerprint: fingerprint(labels),
      ...times,
    }));
    expect((await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts })).status).toBe(200);
    await test.app.drain();
  };
  const page = async (path: string): Promise<string> => {
    const headers = { host: '127.0.0.1:9195', accept: 'text/html' };
    return (await test.app.http.fetch(new Request(`http://127.0.0.1:9195${path}`, { headers }))).text();
  };
  /** As people read it: a line for each entry of a list. */
  const lines = (html: string): string[] =>
    [...html.matchAll(/<li class="alert[^>]*>(.*?)<\/li>/gs)]
      .map(([, inner = '']) =>
        inner
          .replaceAll(/<[^>]*>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
      .sort();

  it('is on the board with the rule, the reason and the time, and so are the silences in force', async () => {
    const quiet = await page('/');
    expect(quiet).not.toContain('held back');
    expect(quiet).not.toContain('Silences');
    const silence = { matchers: ['alertname="Noise"'], duration: '1h', created_by: 'ann', comment: '<b>known</b>' };
    const made = (await askApp(test.app, 'POST', '/api/v1/silences', silence)).body as { id: string };
    await send(
      { alertname: 'Down', severity: 'critical' },
      { alertname: 'Slow', severity: 'warning', pod: '<i>' },
      { alertname: 'Note', severity: 'info' },
      { alertname: 'Noise', severity: 'critical' },
    );
    const board = await page('/');
    expect(board).toContain('3 alerts: hold_down 1, inhibit 1, silence 1');
    expect(lines(board)).toEqual([
      '#2 Slow pod=&lt;i&gt;, severity=warning held back: hold_down it must fire for 5m first (noise.hold_down[0]) until 10:05:00 UTC (5 min left)',
      '#3 Note severity=info held back: inhibit inhibited by Down (noise.inhibit_rules[0]) until what inhibits it resolves',
      expect.stringMatching(/^#4 Noise severity=critical held back: silence silenced by .* until 11:00:00 UTC \(1 h left\)$/),
      'alertname=&quot;Noise&quot; ann: &lt;b&gt;known&lt;/b&gt; until 11:00:00 UTC (1 h left) hides 1 now, has hidden 1: Noise #4',
    ]);
    for (const link of ['/incidents/4', `/#silence-${made.id}`, `/api/v1/silences/${made.id}`])
      expect(board).toContain(`href="${link}"`);
    expect(board).toContain(`id="silence-${made.id}"`);
    expect(board).toMatch(/1 firing, all held back/);
  });

  it('is not what was told before a silence, but the silence is marked on it, and says how many it keeps quiet', async () => {
    await send({ alertname: 'Slow', severity: 'critical', pod: 'a' }, { alertname: 'Slow', severity: 'critical', pod: 'b' });
    await send({ alertname: 'Other', severity: 'critical' });
    expect(await page('/incidents/1')).not.toContain('silenced');
    test.clock.advance(60_000);
    await askApp(test.app, 'POST', '/api/v1/silences', {
      ...{ matchers: ['alertname="Slow"', 'pod="a"'], duration: '1h', created_by: 'ann', comment: '<b>known</b>' },
    });
    expect(lines(await page('/incidents/1'))).toEqual([
      expect.not.stringContaining('silenced'),
      expect.stringMatching(
        /^Slow firing .* told, now silenced by ann: &lt;b&gt;known&lt;\/b&gt; its repeats are left out until 11:01:00 UTC \(1 h left\)/,
      ),
    ]);
    expect(await page('/incidents/2')).not.toContain('silenced');
    expect(lines(await page('/'))).toEqual([
      expect.stringMatching(/\(1 h left\) It keeps 1 that was told before from being told again\.$/),
    ]);
    expect((await askApp(test.app, 'GET', '/api/v1/silences')).body).toMatchObject({ items: [{ hidden: 0, quieting: 1 }] });
    const [{ id }] = ((await askApp(test.app, 'GET', '/api/v1/silences')).body as { items: [{ id: string }] }).items;
    expect((await askApp(test.app, 'GET', `/api/v1/silences/${id}`)).body).toMatchObject({ hidden: 0, quieting: 1 });
    await askApp(test.app, 'DELETE', `/api/v1/silences/${id}`);
    expect(await page('/incidents/1')).not.toContain('silenced');
  });

  it('is marked on its incident, beside what is not, and gone when it is told', async () => {
    await send({ alertname: 'Slow', severity: 'warning' }, { alertname: 'Slow', severity: 'critical' });
    expect(lines(await page('/incidents/1'))).toEqual([
      expect.not.stringContaining('held back'),
      expect.stringMatching(/^Slow firing .* held back: hold_down it must fire for 5m first .* until 10:05:00 UTC/),
    ]);
    expect(await page('/')).toContain('1 alert: hold_down 1');
    test.clock.advance(300_000);
    await test.app.drain();
    expect(await page('/incidents/1')).not.toContain('held back');
    expect(await page('/')).not.toContain('held back');
  });
});
