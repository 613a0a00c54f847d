import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import { PolicyBook } from '../../../src/http/api/policyBook.ts';
import { askApp } from '../../askApp.ts';
import { fakeClock, START } from '../../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../../startTestApp.ts';

const MINUTE = 60_000;
const RULES = `
server: { allow_anonymous: true, api_tokens: [{ name: alice, role: responder, token: alices-token }] }
integrations: [{ name: prod, type: alertmanager }, { name: staging, type: alertmanager }]
grouping: [{ matchers: ['team="payments"'], group_by: [cluster] }, { group_by: [alertname] }]
noise:
  hold_down: [{ matchers: ['severity="info"'], for: 1h }, { matchers: ['severity="warning"'], for: 5m }]
  inhibit_rules: [{ source_matchers: ['alertname="Down"'], target_matchers: ['severity="warning"'], equal: [cluster] }]
route: { receiver: console, routes: [{ matchers: ['team="nobody"'], receiver: none }] }
receivers: [{ name: console, console_configs: [{}] }, { name: none }]
`;
const SLOW = { alertname: 'Slow', severity: 'warning', cluster: 'eu' };
const DOWN = { alertname: 'Down', severity: 'critical', cluster: 'eu' };

interface Answer {
  items: Record<string, unknown>[];
  next_cursor: string | null;
  [key: string]: unknown;
}

describe.each(ENGINES)('why, on %s', (kind) => {
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

  const send = async (labels: Record<string, string>, integration = 'prod', status = 'firing'): Promise<void> => {
    const times = {
      startsAt: new Date(START).toISOString(),
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date(START + 1).toISOString(),
    };
    const alerts = [{ status, labels, annotations: {}, fingerprint: fingerprint(labels), ...times }];
    const { status: answered } = await test.post({ version: '4', groupKey: 'g', groupLabels: {}, alerts }, { integration });
    expect(answered).toBe(200);
    await test.app.drain();
  };
  const why = (labels: Record<string, string>, query = '') =>
    test.get(`/api/v1/alerts/${fingerprint(labels)}/decisions${query}`, 'alices-token');
  const items = async (labels: Record<string, string>, query = ''): Promise<Record<string, unknown>[]> =>
    ((await why(labels, query)).body as Answer).items;

  it('shows every rule that was looked at, what decided, and what would have paged', async () => {
    await send(DOWN);
    await send(SLOW);
    const { body } = await why(SLOW);
    const {
      items: [item],
      ...rest
    } = body as Answer;
    expect(item).toMatchObject({
      verdict: 'suppress',
      by: 'inhibit',
      because: 'inhibited by Down (noise.inhibit_rules[0])',
      incident: 2,
      severity: 'warning',
      against: [
        { by: 'inhibit', until: null },
        { by: 'hold_down', until: '2026-03-02T10:05:00.000Z' },
      ],
      passed: ['silence', 'maintenance', 'flapping', 'changes'],
      group: { rule: 'grouping[1]', as: 'opened' },
      route: { receivers: ['console'], targets: ['console/console/0'], muted: [] },
      // Two rules are against it.
      would_page: [
        { change: 'severity error instead of warning', receivers: ['console'] },
        { change: 'severity critical instead of warning', receivers: ['console'] },
      ],
    });
    expect(item?.looked).toContainEqual({
      stage: 'noise',
      rule: 'hold_down',
      path: 'noise.hold_down[0]',
      outcome: 'skips',
      because: null,
      failed: { label: 'severity', operator: '=', expected: 'info', actual: 'warning' },
    });
    expect(item?.looked).toContainEqual({
      stage: 'route',
      rule: 'route',
      path: 'route.routes[0]',
      outcome: 'skips',
      because: null,
      failed: { label: 'team', operator: '=', expected: 'nobody', actual: null },
    });
    expect(rest).toMatchObject({
      next_cursor: null,
      incident: 2,
      held_by: 'inhibit',
      timers: [],
      deliveries: [],
      alert: { status: 'firing', labels: SLOW },
    });
  });

  it('follows an alert from rule to rule to the page, its timers and deliveries with the answer', async () => {
    await send(DOWN);
    await send(SLOW);
    await send(DOWN, 'prod', 'resolved');
    test.clock.advance(2);
    await test.app.drain();
    expect(((await why(SLOW)).body as Answer).timers).toEqual([
      { kind: 'hold', due_at: '2026-03-02T10:05:00.000Z', incident: null, receiver: null },
    ]);
    expect((await items(SLOW))[0]).toMatchObject({
      verdict: 'defer',
      by: 'hold_down',
      would_page: [
        { change: 'wait until 2026-03-02T10:05:00.000Z: hold_down ends' },
        { change: 'remove noise.hold_down[1]' },
        {},
        {},
      ],
    });
    test.clock.advance(6 * MINUTE);
    await test.app.drain();
    const { body } = await why(SLOW);
    const found = (body as Answer).items;
    expect(found.map(({ verdict, by }) => [verdict, by])).toEqual([
      ['notify', null],
      ['defer', 'hold_down'],
      ['suppress', 'inhibit'],
    ]);
    expect(found[0]).toMatchObject({ reason: 'first', against: [], would_page: [] });
    expect(body).toMatchObject({
      timers: [{ kind: 'repeat', incident: 2 }],
      first_told: [{ at: '2026-03-02T10:06:00.002Z', target: 'console/console/0', text: expect.stringContaining('took it') }],
      deliveries: [{ kind: 'console', status: 'delivered', attempts: 1, answer: expect.any(String) }],
    });
  });

  it('names the sources that still fire, also after the newest has resolved', async () => {
    const second = { ...DOWN, instance: 'b' };
    await send(DOWN);
    await send(second);
    await send(second, 'prod', 'resolved');
    await send(SLOW);
    const { body } = await askApp(test.app, 'POST', '/api/v1/route', { alerts: [{ labels: SLOW }], explain: true });
    expect(body).toMatchObject({ items: [{ against: [{ because: 'inhibited by Down (noise.inhibit_rules[0])' }, {}] }] });
    expect((await items(SLOW))[0]).toMatchObject({ because: 'inhibited by Down (noise.inhibit_rules[0])' });
  });

  it('says of silences that did not match what failed', async () => {
    const silence = { matchers: ['alertname="Slow"', 'cluster="us"'], duration: '1h' };
    const made = await askApp(test.app, 'POST', '/api/v1/silences', silence);
    await send(SLOW);
    const { id } = made.body as { id: string };
    expect((await items(SLOW))[0]?.looked).toContainEqual({
      ...{ stage: 'noise', rule: 'silence', path: `silence ${id}`, outcome: 'skips', because: null },
      failed: { label: 'cluster', operator: '=', expected: 'us', actual: 'eu' },
    });
  });

  it('writes nothing for repeats that bring nothing new, whatever the verdict', async () => {
    const kinds = [DOWN, SLOW, { alertname: 'Quiet', severity: 'error', team: 'nobody' }];
    for (let i = 0; i < 4; i += 1) {
      for (const labels of kinds) await send(labels);
      test.clock.advance(MINUTE);
    }
    for (const labels of kinds) expect(await items(labels)).toHaveLength(1);
  });

  it('explains with the rules of that hour, also after others came', async () => {
    await send(SLOW);
    const before = await items(SLOW);
    await test.app.close();
    const clock = fakeClock();
    clock.set(test.clock.now());
    test = await startTestApp({
      database,
      yaml: RULES.replace('severity="info"', 'severity="debug"').replace('for: 5m', 'for: 9m'),
      clock,
    });
    clock.advance(2);
    await test.app.drain();
    await send({ ...SLOW, cluster: 'us' });
    expect(await items(SLOW)).toEqual(before);
    const [other] = await items({ ...SLOW, cluster: 'us' });
    expect(other?.looked).toContainEqual(expect.objectContaining({ failed: expect.objectContaining({ expected: 'debug' }) }));
    expect(await new PolicyBook().find(database.db, '0000000000000000', 99)).toBeNull();
  });

  it('asks which one, where two integrations send the same fingerprint', async () => {
    await send(DOWN);
    await send(DOWN, 'staging');
    const { status, body } = await why(DOWN);
    expect(status).toBe(409);
    expect(body).toMatchObject({ error: { code: 'conflict', details: ['integration=prod', 'integration=staging'] } });
    expect((await why(DOWN, '?integration=staging')).body).toMatchObject({ alert: { integration: 'staging' } });
    expect((await why(DOWN, '?integration=dev')).status).toBe(404);
    expect((await why(SLOW)).status).toBe(404);
    expect((await test.get('/api/v1/alerts/%00/decisions', 'alices-token')).status).toBe(404);
    expect((await why(DOWN, '?colour=red')).status).toBe(400);
  });

  it('pages through what was decided, newest first', async () => {
    for (let i = 0; i < 3; i += 1) {
      await send(DOWN, 'prod', 'firing');
      await send(DOWN, 'prod', 'resolved');
      test.clock.advance(20 * MINUTE);
    }
    const all = await items(DOWN);
    expect(all.length).toBeGreaterThan(3);
    const paged: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await why(DOWN, `?limit=2${cursor}`);
      const page = body as Answer;
      paged.push(...page.items);
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(paged).toEqual(all);
  });
});
