import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Episode } from '../../src/alert/alert.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { openedView } from '../../src/outbox/openedView.ts';
import { loadViews } from '../../src/store/loadViews.ts';
import { alerts, incidents } from '../../src/store/schema.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp } from '../startTestApp.ts';

const alert = (instance: number, status: 'firing' | 'resolved', note: string, severity = 'error'): object => ({
  status,
  labels: { zone: 'b', alertname: 'DiskFull', instance: `web-${instance}`, a: '1', severity },
  annotations: { summary: note },
  startsAt: '2026-03-04T02:17:00.123456789Z',
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-03-04T02:20:00Z',
  generatorURL: 'http://prometheus.test/graph',
  fingerprint: `${instance % 7}${String(instance).padStart(15, '0')}`,
});

const RULES = `
noise: { hold_down: [{ matchers: ['severity="info"'], for: 5m }] }
route: { receiver: console }
receivers: [{ name: console, console_configs: [{}] }]
`;

const CASES: Readonly<Record<string, readonly object[]>> = {
  'one alert': [alert(1, 'firing', 'Disk is full')],
  'some ended already': [alert(1, 'resolved', 'a'), alert(2, 'firing', 'b'), alert(3, 'resolved', 'c'), alert(4, 'firing', 'd')],
  'more than a message shows': Array.from({ length: 45 }, (_, n) => alert(n, n % 3 === 0 ? 'resolved' : 'firing', `${n}`)),
  'one is worse, and others are held': [
    ...[alert(1, 'firing', 'a', 'info'), alert(2, 'firing', 'b'), alert(3, 'firing', 'c', 'info')],
    ...[alert(4, 'firing', 'd', 'critical'), alert(5, 'resolved', 'e', 'info'), alert(6, 'resolved', 'f')],
  ],
  'what databases refuse': [alert(1, 'firing', 'nul \u0000, half \ud83d, whole 😀')],
};

test.each(ENGINES.flatMap((kind) => Object.keys(CASES).map((name) => [name, kind] as const)))(
  'an incident that was just opened looks as it will when it is read: %s (%s)',
  async (name, kind) => {
    const database = await openTestDatabase(kind);
    const { db } = database;
    const { app, post } = await startTestApp({ database, yaml: RULES });
    const group = { groupKey: '{}:{alertname="DiskFull"}', groupLabels: { alertname: 'DiskFull' } };
    const body = { version: '4', status: 'firing', receiver: 'tocsin', truncatedAlerts: 2, ...group, alerts: CASES[name] };
    expect(await post(body)).toMatchObject({ status: 200 });
    await app.drain();
    const opened = (await db.select().from(incidents).orderBy(asc(incidents.number))) as Incident[];
    const episodes = (await db.select().from(alerts)).map(({ latest: _, ...episode }) => episode as Episode);
    expect(opened).toHaveLength(1);
    const read = await loadViews(db, [1], () => 'http://tocsin.test/incidents/1');
    expect(openedView(opened[0] as Incident, episodes, 'http://tocsin.test/incidents/1')).toEqual(read.get(1));
    await app.close();
    await database.close();
  },
);
