import { emptyLabels, type Labels } from '../../../src/alert/labels.ts';
import type { AlertView, IncidentView, SendRequest } from '../../../src/pipeline/notify/notifier.ts';

/** 2026-03-04T02:17:00Z */
export const START = Date.UTC(2026, 2, 4, 2, 17);

/** An alert as messages see it, with what the test cares about replaced. */
export function alertView(part: Partial<AlertView> = {}): AlertView {
  return {
    fingerprint: '1f2e3d4c5b6a7988',
    integration: 'prod',
    status: 'firing',
    labels: labels({ alertname: 'CheckoutSlow', cluster: 'eu-1', instance: 'shop-3:8080', service: 'checkout' }),
    annotations: labels({
      summary: 'p99 of POST /pay is 4.2 s',
      description: 'Carts are left at the last step.',
      runbook_url: 'https://wiki.example.org/runbooks/checkout-slow',
    }),
    startsAt: '2026-03-04T02:15:30.000000000Z',
    endsAt: null,
    generatorUrl: 'http://prom.example.org:9090/graph?g0.expr=up&g0.tab=1',
    heldBy: null,
    ...part,
  };
}

/** An incident as messages see it, with what the test cares about replaced. */
export function incidentView(part: Partial<IncidentView> = {}): IncidentView {
  return {
    number: 42,
    title: 'CheckoutSlow (eu-1)',
    status: 'triggered',
    urgency: 'high',
    severity: 'critical',
    team: 'payments',
    service: 'checkout',
    opening: 1,
    groupLabels: labels({ alertname: 'CheckoutSlow', cluster: 'eu-1' }),
    triggeredAt: START,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    firing: 1,
    resolved: 0,
    held: 0,
    remarks: [],
    truncated: 0,
    alerts: [alertView()],
    evidence: [],
    url: 'https://tocsin.example.org/incidents/42',
    ...part,
  };
}

/** The send of an incident's first page, with what the test cares about replaced. */
export function sendRequest(part: Partial<SendRequest> = {}): SendRequest {
  return {
    send: { action: 'trigger', opening: 1 },
    incident: incidentView(),
    installation: '0b54c7f2-9f0e-4d3a-8f15-6f2f1f7b8a10',
    notificationId: 'n-1001',
    doubtSince: null,
    signal: AbortSignal.timeout(10_000),
    mayLeave: () => true,
    ...part,
  };
}

/** Labels that take any name. */
export function labels(record: Readonly<Record<string, string>>): Labels {
  return Object.assign(emptyLabels(), record);
}
