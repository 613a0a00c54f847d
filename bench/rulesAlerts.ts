import { fingerprint } from '../src/alert/fingerprint.ts';

export const ALERTNAMES = 120;
export const CLUSTERS = 4;
export const NAMESPACES = 25;
export const SERVICES = 100;
/** Alerts in a webhook, which are those of one group. */
export const SIZE = 10;
/** Groups that differ. */
const GROUPS = ALERTNAMES * CLUSTERS * NAMESPACES;

/** The webhook of a group: ten alerts of its own hosts, by `startsAt` and status. Numbers of groups may go on without end. */
export function rulesWebhook(group: number, status: 'firing' | 'resolved', startsAt: string): string {
  const round = Math.floor(group / GROUPS);
  const groupLabels = {
    alertname: `Rule${group % ALERTNAMES}`,
    cluster: `eu-${Math.floor(group / ALERTNAMES) % CLUSTERS}`,
    namespace: `space-${Math.floor(group / ALERTNAMES / CLUSTERS) % NAMESPACES}${round === 0 ? '' : `-${round}`}`,
  };
  const alerts = Array.from({ length: SIZE }, (_, i) => alert(group * SIZE + i, groupLabels));
  return JSON.stringify({
    version: '4',
    groupKey: JSON.stringify(groupLabels),
    status,
    receiver: 'tocsin',
    groupLabels,
    truncatedAlerts: 0,
    alerts: alerts.map((each) => ({
      status,
      ...each,
      startsAt,
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : startsAt,
      fingerprint: fingerprint(each.labels),
    })),
  });
}

function alert(n: number, groupLabels: { alertname: string; cluster: string; namespace: string }) {
  const service = `svc-${(n * 13) % SERVICES}`;
  const labels = {
    ...groupLabels,
    container: 'main',
    instance: `web-${n % 5_000}.example.com:9100`,
    job: service,
    node: `node-${n % 500}.example.com`,
    pod: `${service}-7d9f8b6c5-${String(n).padStart(6, '0')}`,
    prometheus: 'monitoring/k8s',
    service,
    severity: n % 10 === 0 ? 'critical' : n % 3 === 0 ? 'info' : 'warning',
  };
  const annotations = {
    description: `${groupLabels.alertname} on ${labels.pod} has been firing for 10 minutes.`,
    summary: `${groupLabels.alertname} of ${service}`,
  };
  return {
    labels,
    annotations,
    generatorURL: 'http://prometheus.example.com/graph?g0.expr=rate%28http_errors%5B5m%5D%29&g0.tab=1',
  };
}
