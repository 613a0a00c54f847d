import type { Sign } from '../../../src/incident/incident.ts';
import type { Database } from '../../../src/store/database.ts';
import { alerts, deliveries, engine, incidents, timeline } from '../../../src/store/schema.ts';
import { NOW } from '../httpFixture.ts';

type Incident = typeof incidents.$inferInsert;

const incident: Incident = {
  number: 1,
  groupKey: 'k',
  groupLabels: { alertname: 'DiskFull' },
  title: 'DiskFull on db-1',
  status: 'triggered',
  urgency: 'high',
  severity: 'critical',
  opening: 1,
  revision: 1,
  createdAt: NOW,
  triggeredAt: NOW - 3_600_000,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  notifiedAt: NOW,
  firing: 3,
  resolved: 1,
  waiting: 0,
  truncated: {},
  targets: [],
  reopenWindowMs: 0,
  alarm: false,
};

function sign(service: string, team: string | null): Sign {
  return { alertname: 'Slow', host: null, service, team, cluster: 'eu', kind: 'unknown', at: NOW };
}

function alertRow(fingerprint: string, over: Partial<typeof alerts.$inferInsert> = {}): typeof alerts.$inferInsert {
  return {
    integration: 'prod',
    fingerprint,
    startsAt: '2026-03-04T04:00:00.000000000Z',
    latest: true,
    aliases: [],
    status: 'firing',
    labels: { alertname: 'DiskFull', instance: fingerprint },
    annotations: { summary: 'Full' },
    generatorUrl: 'http://prometheus.test/graph',
    endsAt: null,
    receivedAt: NOW,
    resolvedAt: null,
    incident: 1,
    ...over,
  };
}

function deliveryRow(id: number, over: Partial<typeof deliveries.$inferInsert> = {}): typeof deliveries.$inferInsert {
  return {
    id,
    kind: 'state',
    incident: 1,
    target: 'on/call/pagerduty/0',
    notifier: 'pagerduty',
    priority: 0,
    reason: 'first',
    status: 'delivered',
    desired: {},
    revision: 1,
    accepted: null,
    acceptedRevision: 0,
    attempts: 1,
    createdAt: NOW,
    dueAt: NOW,
    nextAttemptAt: NOW,
    deliveredAt: NOW,
    answer: '202 ok',
    correlationId: 'c',
    ...over,
  };
}

function line(id: string, at: number, text: string): typeof timeline.$inferInsert {
  return {
    id,
    incident: 1,
    at,
    recordedAt: at,
    clockSource: 'received',
    type: 'note',
    actor: 'ann',
    source: 'api',
    text,
    data: { n: 1 },
  };
}

/** Four incidents: one triggered with all that belongs to it, one acknowledged, one resolved, one that nobody was told of. */
export async function tellStory(db: Database): Promise<void> {
  await db.insert(engine).values({
    id: 1,
    installation: 'inst',
    token: 0,
    position: 0,
    decidedAt: NOW,
    nextIncident: 5,
    nextDelivery: 10,
  });
  await db.insert(incidents).values([
    incident,
    {
      ...incident,
      number: 2,
      service: 'postgres',
      team: 'storage',
      remarks: ['Probable cause: <b>postgres</b>; checkout depends on it'],
      signs: [sign('checkout', null), sign('postgres', 'storage')],
      status: 'acknowledged',
      severity: 'warning',
      title: '<script>alert(2)</script>',
      acknowledgedAt: NOW,
      acknowledgedBy: 'ann',
    },
    { ...incident, number: 3, status: 'resolved', resolvedAt: NOW, resolvedBy: 'alerts', triggeredAt: NOW - 7_200_000 },
    { ...incident, number: 4, severity: 'info', urgency: 'low', triggeredAt: NOW },
  ]);
  await db
    .insert(alerts)
    .values([
      alertRow('c', { status: 'resolved', endsAt: '2026-03-04T05:00:00.000000000Z', resolvedAt: NOW, receivedAt: NOW - 9_000 }),
      alertRow('b', { receivedAt: NOW + 1_000 }),
      alertRow('a', { labels: JSON.parse('{"alertname":"DiskFull","__proto__":"p"}'), generatorUrl: 'javascript:alert(1)' }),
      alertRow('d', { receivedAt: NOW + 1_000, integration: 'staging' }),
      alertRow('e', { incident: 2 }),
      alertRow('f', { incident: null }),
    ]);
  await db
    .insert(deliveries)
    .values([
      deliveryRow(1),
      deliveryRow(2, { status: 'sending', target: 'chat/slack/1', notifier: 'slack', deliveredAt: null, answer: null }),
      deliveryRow(3, { status: 'dead', answer: '<b>no</b>', deliveredAt: null }),
      deliveryRow(4, { incident: 2, status: 'superseded' }),
      deliveryRow(5, { incident: 2, status: 'pending', deliveredAt: null }),
    ]);
  await db
    .insert(timeline)
    .values([
      line('p2.0', NOW + 5, 'third'),
      line('p1.1', NOW, 'second'),
      line('p1.0', NOW, 'first'),
      line('p3.0', NOW + 5_000, 'fourth'),
    ]);
}
