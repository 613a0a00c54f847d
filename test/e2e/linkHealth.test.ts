import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START } from '../fakeClock.ts';
import { startSlack } from '../fakes/slack.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe.each(ENGINES)('a runbook that was taken away, on %s', (kind) => {
  let isThere = true;
  let wiki: Server;
  let url: string;
  let slack: Awaited<ReturnType<typeof startSlack>>;
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let test: TestApp;

  const fire = async (alertname: string, startsAt: number): Promise<void> => {
    const labels = { alertname, severity: 'critical' };
    const annotations = { runbook_url: url, summary: 'Disks are full' };
    const times = { startsAt: new Date(startsAt).toISOString(), endsAt: '0001-01-01T00:00:00Z' };
    const alerts = [{ status: 'firing', labels, annotations, ...times, generatorURL: '' }];
    const posted = await test.post({ version: '4', groupKey: alertname, groupLabels: { alertname }, alerts });
    expect(posted.status).toBe(200);
    await test.app.drain();
  };
  const blocksOf = (path: string): string => {
    const post = slack.history.filter((call) => call.path === `/api/${path}`).at(-1);
    return new URLSearchParams(post?.body).get('blocks') ?? '';
  };

  beforeAll(async () => {
    wiki = createServer((_, response) => void response.writeHead(isThere ? 200 : 404).end('<h1>Disks</h1>'));
    await new Promise<void>((resolve) => wiki.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(wiki.address() as AddressInfo).port}/disks`;
    slack = await startSlack();
    database = await openTestDatabase(kind);
    const yaml = JSON.stringify({
      slack: { api_url: slack.url, bot_token: slack.token },
      runbooks: { check: { every: '1d', allow: ['127.0.0.0/8'] } },
      route: { receiver: 'team' },
      receivers: [{ name: 'team', slack_configs: [{ channel: '#payments' }] }],
    });
    test = await startTestApp({ database, yaml });
  }, 60_000);
  afterAll(async () => {
    await test.app.close();
    await database.close();
    await slack.close();
    wiki.close();
  });

  it('is nothing to be said of while it is there', async () => {
    await fire('DiskFull', START);
    test.clock.advance(5 * MINUTE);
    await test.app.drain();
    const { body } = await test.get('/api/v1/incidents/1');
    expect(body).toMatchObject({ runbooks: [{ url, source: 'annotation runbook_url', status: 'ok', because: null }] });
    expect((await test.get('/incidents/1')).body).not.toContain('answers 404');
  });

  it('is said on the page, in the report, over the API and to whoever is told next', async () => {
    isThere = false;
    test.clock.advance(DAY);
    await test.app.drain();
    const { body } = await test.get('/api/v1/incidents/1');
    expect(body).toMatchObject({ runbooks: [{ url, status: 'gone', because: 'answers 404' }] });
    expect((await test.get('/incidents/1')).body).toContain('it answers 404');
    const report = await test.get('/api/v1/reports/runbooks');
    expect(report.body).toMatchObject({ items: [{ alertname: 'DiskFull', runbook: url, health: { status: 'gone' } }] });
    await fire('DiskFuller', START + DAY);
    expect(blocksOf('chat.postMessage')).toContain('(it answers 404)');
    expect(test.logged.filter((line) => JSON.stringify(line).includes('not well'))).toHaveLength(1);
  });
});
