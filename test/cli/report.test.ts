import { afterEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { listen } from '../../src/http/listen.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp } from '../startTestApp.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const YAML = `
services: [{ name: pay, runbook: 'https://w.example/pay' }]
route: { receiver: console }
receivers: [{ name: console, console_configs: [{}] }]
`;

describe.each(ENGINES)('report runbooks on %s', (engine) => {
  it('lists the rules that fire, and those that fired lately', async () => {
    const database = await openTestDatabase(engine);
    cleanups.push(() => database.close());
    const test = await startTestApp({ database, yaml: YAML });
    const server = await listen(test.app.http, { host: '127.0.0.1', port: 0 });
    cleanups.push(() => server.close(0));
    const post = async (labels: Record<string, string>, annotations: Record<string, string>, endsAt = '0001-01-01T00:00:00Z') => {
      const status = endsAt.startsWith('0001') ? 'firing' : 'resolved';
      const alert = {
        status,
        labels,
        annotations,
        fingerprint: fingerprint(labels),
        startsAt: new Date(START).toISOString(),
        endsAt,
      };
      expect((await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts: [alert] })).status).toBe(200);
      await test.app.drain();
    };
    const run = async (...args: string[]): Promise<string> => {
      const written: string[] = [];
      const io = {
        stdout: (text: string) => void written.push(text),
        stderr: () => {},
        env: { TOCSIN_URL: `http://${server.address}` },
        cwd: '/',
      };
      await reportCommand(io).parseAsync(['runbooks', ...args], { from: 'user' });
      return written.join('');
    };
    expect(await run()).toBe('no rule fires, or has fired within 30 days\n');
    await post({ alertname: 'Bare', pod: 'a' }, {});
    test.clock.advance(1_000);
    await post({ alertname: 'Bare', pod: 'b' }, { runbook: 'TODO' });
    await post({ alertname: 'Linked' }, { runbook_url: 'https://w.example/a\n' });
    await post({ alertname: 'OfService', service: 'pay' }, {});
    expect(await run('--all')).toBe(`1 of 3 rules has no runbook:
  default/Bare  2 alerts, last 2026-03-02T10:00:01.000Z
    annotation runbook: "TODO" is a placeholder

2 rules with a runbook:
  default/Linked     1 alert, last 2026-03-02T10:00:01.000Z
    annotation runbook_url: https://w.example/a
  default/OfService  1 alert, last 2026-03-02T10:00:01.000Z
    service: https://w.example/pay
`);
    await post({ alertname: 'Linked' }, {}, new Date(START + 1_000).toISOString());
    test.clock.advance(31 * 86_400_000);
    expect(await run('--all')).not.toContain('Linked');
    expect(await run()).toContain('1 of 2 rules has');
  });

  it('is for viewers', async () => {
    const database = await openTestDatabase(engine);
    cleanups.push(() => database.close());
    const test = await startTestApp({
      database,
      yaml: `server: { api_tokens: [{ name: a, role: viewer, token: secret }] }\n${YAML}`,
    });
    expect((await test.get('/api/v1/reports/runbooks')).status).toBe(401);
    expect(await test.get('/api/v1/reports/runbooks', 'secret')).toEqual({ status: 200, body: { items: [] } });
  });
});
