import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenDatabase } from '../../../src/store/open.ts';
import { askApp } from '../../askApp.ts';
import { START } from '../../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../../startTestApp.ts';

const CONFIG = `
server:
  allow_anonymous: true
  api_tokens:
    - { name: alice, role: responder, token: alices-token }
    - { name: grafana, role: viewer, token: viewers-token }
silences: { max_duration: 2d }
heartbeats: [{ name: watchdog, matchers: ['alertname="Watchdog"'], every: 5m }]
time_intervals: [{ name: nights, time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }] }]
`;
const page = z.object({
  items: z.array(z.looseObject({ id: z.string(), status: z.string() })),
  next_cursor: z.string().nullable(),
});
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), details: z.array(z.string()) }) });
const NOBODYS = '00000000-0000-4000-8000-000000000000';

describe.each(ENGINES)('silences over the API, on %s', (kind) => {
  let database: OpenDatabase;
  let test: TestApp;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    test = await startTestApp({ database, yaml: CONFIG });
  });
  afterAll(async () => {
    await test.app.close();
    await database.close();
  });

  const ask = (method: string, path: string, body?: unknown, token?: string) =>
    askApp(test.app, method, `/api/v1/silences${path}`, body, token);
  const make = async (over: Record<string, unknown>): Promise<string> => {
    const { status, body } = await ask('POST', '', { matchers: ['a="b"'], duration: '1h', ...over });
    expect([status, body]).toEqual([201, expect.anything()]);
    return z.object({ id: z.string() }).parse(body).id;
  };
  const iso = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();

  it('keeps what was asked for, and gives it back', async () => {
    const hours = { times: [{ start_time: '12:00', end_time: '13:00' }], location: 'Europe/Berlin' };
    const { status, body } = await ask('POST', '', {
      matchers: [
        '{alertname="DiskFull", env!~"dev|test"}',
        { name: 'ä b', value: 'x"y' },
        { name: 'c', value: '.+', isRegex: true },
      ],
      starts_at: iso(60),
      duration: '1h30m',
      comment: 'new disks',
      recurrence: ['nights', hours],
      expires_when_resolved: true,
    });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 'pending',
        matchers: ['alertname="DiskFull"', 'env!~"dev|test"', '"ä b"="x\\"y"', 'c=~".+"'],
        starts_at: iso(60),
        ends_at: iso(150),
        created_by: 'alice',
        comment: 'new disks',
        annotations: {},
        updated_at: iso(0),
        source: 'api',
        recurrence: ['nights', hours],
        expires_when_resolved: true,
        hidden: 0,
        hiding: 0,
        quieting: 0,
        hidden_names: [],
        incidents: [],
        ended_because: null,
      },
    ]);
    const { id } = z.object({ id: z.string() }).parse(body);
    expect(await ask('GET', `/${id}`)).toEqual({ status: 200, body });
    expect(await ask('GET', `/${id}`, undefined, 'viewers-token')).toEqual({ status: 200, body });
    expect((await ask('DELETE', `/${id}`)).body).toMatchObject({ id, status: 'expired', ended_because: 'alice ended it' });
    expect((await ask('DELETE', `/${id}`)).body).toMatchObject({ id, status: 'expired' });
  });

  it.each([
    [{ matchers: [] }, 'matchers: there is none'],
    [{ matchers: ['a=~".*"'] }, 'would hide everything'],
    [{ matchers: ['a'] }, 'matchers[0]: "a"'],
    [{ matchers: ['a=~"("'] }, 'matchers[0]: "a=~\\"(\\"": the regex "("'],
    [{ matchers: [{ name: 'a', value: '(', isRegex: true }] }, 'matchers[0]: the regex "("'],
    [{ matchers: [{ name: 'a' }] }, 'matchers[0].value'],
    [{ matchers: ['a="b"'], duration: '3d' }, 'silences.max_duration'],
    [{ duration: undefined }, 'ends_at: it says nothing of when it ends'],
    [{ ends_at: '2026-03-02T12:00:00Z' }, 'ends_at and duration'],
    [{ duration: undefined, ends_at: '2026-03-02T09:00:00Z' }, 'is not after its start'],
    [{ duration: undefined, starts_at: '2026-03-02T08:00:00Z', ends_at: '2026-03-02T09:00:00Z' }, 'is in the past'],
    [{ starts_at: '2026-03-02T08:00:00Z', duration: '90m' }, 'ends_at: 2026-03-02T09:30:00.000Z is in the past'],
    [{ duration: 'long' }, 'duration: "long" is not a duration'],
    [{ starts_at: 'soon' }, 'starts_at: "soon" is not a time'],
    [{ recurrence: ['days'] }, 'no time interval named "days"; there is nights'],
    [{ recurrence: ['nights'] }, 'recurrence: "nights" does not come before the silence ends, 2026-03-02T11:00:00.000Z'],
    [{ recurrence: [{ years: ['2020'] }] }, 'those hours never come'],
    [{ recurrence: [] }, 'it holds no time interval'],
    [{ recurrence: [{ times: [{ start_time: '22:00', end_time: '06:00' }] }] }, 'goes over midnight (write two'],
    [{ dration: '1h' }, 'the body: there is no key "dration", did you mean duration? (known here: matchers,'],
    [{ matchers: [7] }, 'matchers[0]: 7 is not an object'],
    [{ matchers: 'a="b"' }, 'matchers: "a=\\"b\\"" is not a list'],
    [{ source: 'slack' }, 'source: "slack" is none of api, cli'],
    [{ recurrence: [7] }, 'recurrence[0]: '],
  ])('refuses %j and says what is wrong', async (over, words) => {
    const { status, body } = await ask('POST', '', { matchers: ['a="b"'], duration: '1h', ...over });
    const { error } = refusal.parse(body);
    expect([status, error.code]).toEqual([400, 'bad_request']);
    expect(error.message).toContain(words);
    expect(error.details).toHaveLength(1);
  });

  it('counts the duration from the start, also from one that is past', async () => {
    const { status, body } = await ask('POST', '', { matchers: ['a="b"'], starts_at: iso(-60), duration: '90m' });
    expect([status, body]).toMatchObject([201, { status: 'active', starts_at: iso(0), ends_at: iso(30) }]);
    const { id } = z.object({ id: z.string() }).parse(body);
    expect((await ask('PUT', `/${id}`, { duration: '2h' })).body).toMatchObject({ id, ends_at: iso(120) });
  });

  it('refuses who may not, and what is not there', async () => {
    expect((await ask('POST', '', { matchers: ['a="b"'], duration: '1h' }, 'viewers-token')).status).toBe(403);
    expect((await ask('DELETE', `/${NOBODYS}`, undefined, 'viewers-token')).status).toBe(403);
    for (const id of [NOBODYS, 'x', '1%00']) {
      for (const method of ['GET', 'DELETE']) expect((await ask(method, `/${id}`)).status).toBe(404);
    }
    expect((await ask('PUT', `/${NOBODYS}`, { duration: '1h' })).status).toBe(404);
    expect((await ask('PATCH', `/${NOBODYS}`)).status).toBe(405);
  });

  it('changes one, and makes another of it where it hides something else', async () => {
    const id = await make({ comment: 'first' });
    const longer = await ask('PUT', `/${id}`, { duration: '2h' });
    expect(longer).toMatchObject({ status: 200, body: { id, ends_at: iso(120), comment: 'first', created_by: 'alice' } });
    const other = await ask('PUT', `/${id}`, { matchers: ['a="c"'] });
    expect(other).toMatchObject({ status: 200, body: { status: 'active', matchers: ['a="c"'], ends_at: iso(120) } });
    expect(z.object({ id: z.string() }).parse(other.body).id).not.toBe(id);
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ status: 'expired', matchers: ['a="b"'] });
  });

  it('lists and pages: active by their end, pending by their start, then the last that expired', async () => {
    const before = page.parse((await ask('GET', '?status=active,pending')).body);
    for (const { id } of before.items) await ask('DELETE', `/${id}`);
    const late = await make({ duration: '5h' });
    const soon = await make({ duration: '10m' });
    const then = await make({ starts_at: iso(500) });
    const next = await make({ starts_at: iso(400) });
    const wanted = [soon, late, next, then];
    const all = page.parse((await ask('GET', '?limit=500')).body).items;
    expect(all.slice(0, 4).map(({ id }) => id)).toEqual(wanted);
    expect(new Set(all.slice(4).map(({ status }) => status))).toEqual(new Set(['expired']));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, next_cursor }: z.output<typeof page> = page.parse((await ask('GET', `?limit=2${cursor}`)).body);
      seen.push(...items.map(({ id }) => id));
      cursor = next_cursor === null ? null : `&cursor=${next_cursor}`;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(page.parse((await ask('GET', '?status=pending')).body).items.map(({ id }) => id)).toEqual([next, then]);
    expect((await ask('GET', '?cursor=nonsense')).status).toBe(400);
  });

  it('previews what it would hide', async () => {
    const alert = (name: string, instance: string) => ({
      ...{ status: 'firing', annotations: {}, startsAt: iso(-1) },
      labels: { alertname: name, instance, severity: 'page' },
    });
    const alerts = [alert('DiskFull', 'a'), alert('DiskFull', 'b'), alert('DiskFull', 'c')];
    await test.post({ version: '4', groupKey: 'x', groupLabels: { alertname: 'DiskFull' }, alerts });
    await test.app.drain();
    await test.post({ version: '4', groupKey: 'y', groupLabels: { alertname: 'NetDown' }, alerts: [alert('NetDown', 'a')] });
    await test.app.drain();
    const preview = async (...matchers: string[]) => (await ask('POST', '/preview', { matchers }, 'viewers-token')).body;
    const labelled = (instance: string) =>
      expect.objectContaining({ incident: 1, labels: expect.objectContaining({ instance }) });
    expect(await preview('alertname="DiskFull"', 'instance!="c"', 'severity="critical"')).toMatchObject({
      hides: 'some',
      firing: 4,
      alerts: { count: 2, items: expect.arrayContaining(['a', 'b'].map((each) => labelled(each))) },
      incidents: { count: 1, items: [{ number: 1, status: 'triggered', alerts: 2 }] },
    });
    expect(await preview('alertname=~"[A-Z].+"')).toMatchObject({
      hides: 'everything',
      alerts: { count: 4 },
      incidents: { count: 2 },
    });
    await test.post({ version: '4', groupKey: 'z', groupLabels: {}, alerts: [alert('Watchdog', 'a')] });
    await test.app.drain();
    const word = 'watchdog is a heartbeat: its coming pages nobody, its absence does';
    expect(await preview('instance="a"')).toMatchObject({ hides: 'some', firing: 4, heartbeats: [word], alerts: { count: 2 } });
    expect(await preview('alertname=~"[A-Z].+"')).toMatchObject({
      hides: 'everything',
      heartbeats: [word],
      alerts: { count: 4 },
    });
    expect(await preview('alertname="Other"')).toMatchObject({ hides: 'nothing', alerts: { count: 0, items: [] } });
    expect((await ask('POST', '/preview', { matchers: ['a=~".*"'] })).status).toBe(400);
    expect((await ask('POST', '/preview', { matchers: ['alertname=~".+"'] })).status).toBe(400);
  });
});
