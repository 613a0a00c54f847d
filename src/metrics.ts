import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ALERTMANAGER_API_VERSION } from './alertmanagerApiVersion.ts';

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LATENCY_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** Every metric that `/metrics` shows. No label value comes from an alert. */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own, so that two apps in one process do not count for each other. */
export function createMetrics(version: string) {
  const registry = new Registry();
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const histogram = <Label extends string>(name: string, help: string, buckets: number[], labelNames: Label[]) =>
    new Histogram({ name, help, buckets, labelNames, registers: [registry] });

  gauge('tocsin_build_info', 'The running version, always 1.', ['version', 'node']).set(
    { version, node: process.versions.node },
    1,
  );
  gauge('alertmanager_build_info', 'The Alertmanager whose API is spoken here, always 1.', ['version']).set(
    { version: ALERTMANAGER_API_VERSION },
    1,
  );
  return {
    httpRequests: counter('http_requests_total', 'HTTP requests answered.', ['method', 'route', 'status']),
    httpSeconds: histogram('http_request_duration_seconds', 'Time to answer an HTTP request.', HTTP_SECONDS, ['method', 'route']),
    activeConnections: gauge('active_connections', 'Open HTTP connections.', []),
    alertsReceived: counter('tocsin_alerts_received_total', 'Alerts accepted: committed, then answered 2xx.', ['integration']),
    alertsRejected: counter('tocsin_alerts_rejected_total', 'Alerts in accepted bodies that cannot be read.', ['integration']),
    decisions: counter(
      'tocsin_decisions_total',
      'What became of alerts, and by which rule. One that is put off or held back, and told later, counts as both.',
      ['verdict', 'by'],
    ),
    decisionsRevised: counter(
      'tocsin_decisions_revised_total',
      'Of tocsin_decisions_total, alerts of which something else has become since: the rest is what GET /api/v1/ledger says.',
      ['verdict', 'by'],
    ),
    ruleFailures: counter('tocsin_rule_failures_total', 'Rules that threw, so that what they were asked about was told.', [
      'rule',
    ]),
    incidentsOpen: gauge('tocsin_incidents_open', 'Incidents that are not resolved.', ['severity']),
    notifications: counter('tocsin_notifications_total', 'Sends, by how they ended.', ['receiver', 'kind', 'outcome']),
    notificationLatency: histogram(
      'tocsin_notification_latency_seconds',
      'From when a page was due to when the other side accepted it.',
      LATENCY_SECONDS,
      ['kind'],
    ),
    enrichmentSeconds: histogram(
      'tocsin_enrichment_duration_seconds',
      'Time that a source of evidence took, by how that ended.',
      HTTP_SECONDS,
      ['source', 'outcome'],
    ),
    deliveriesPending: gauge('tocsin_deliveries_pending', 'Deliveries still to be made.', ['receiver']),
    deliveryOldest: gauge('tocsin_delivery_oldest_seconds', 'Age of the oldest delivery still to be made.', []),
    journalLag: gauge('tocsin_journal_lag_seconds', 'Age of the oldest journal entry not yet decided.', []),
    ledgerImbalance: gauge('tocsin_ledger_imbalance', 'Alerts of the last hour of which it is not known what became.', []),
    configReloadSuccessful: gauge('tocsin_config_last_reload_successful', '1 if the last reload was taken, else 0.', []),
    /** All of it in Prometheus' text format. */
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
