import { fingerprint } from '../src/alert/fingerprint.ts';

/** An alert the size of a real one (about 580 bytes in a webhook). `n` makes it distinct. */
function alert(n: number, group: number, startsAt: string) {
  const labels = {
    alertname: `HighErrorRate${group % 50}`,
    cluster: `eu-${group % 3}`,
    instance: `web-${n}.example.com:9100`,
    job: 'checkout',
    lane: String(group % 20),
    namespace: `shop-${group}`,
    severity: n % 10 === 0 ? 'critical' : 'warning',
  };
  const annotations = {
    description: `5xx responses of web-${n} have been above 5% of all requests for 10 minutes.`,
    runbook_url: 'https://runbooks.example.com/checkout/HighErrorRate',
    summary: `High error rate on web-${n}`,
  };
  return {
    labels,
    annotations,
    startsAt,
    generatorURL: 'http://prometheus.example.com/graph?g0.expr=rate%28http_errors%5B5m%5D%29&g0.tab=1',
  };
}

/** A webhook of `size` distinct new alerts in one group, as Alertmanager sends it. */
export function webhookBody(group: number, size: number, startsAt: string): string {
  const alerts = Array.from({ length: size }, (_, index) => {
    const each = alert(group * size + index, group, startsAt);
    return { status: 'firing', ...each, endsAt: '0001-01-01T00:00:00Z', fingerprint: fingerprint(each.labels) };
  });
  const groupLabels = { alertname: alerts[0]?.labels.alertname, namespace: `shop-${group}` };
  return `${JSON.stringify({
    receiver: 'tocsin',
    status: 'firing',
    alerts,
    groupLabels,
    commonLabels: groupLabels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.com:9093',
    version: '4',
    groupKey: `{}:{alertname="${groupLabels.alertname}", namespace="shop-${group}"}`,
    truncatedAlerts: 0,
  })}\n`;
}

/** The same alerts as Prometheus posts them to Alertmanager's own API. */
export function postableBody(group: number, size: number, startsAt: string): string {
  const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
  return JSON.stringify(
    Array.from({ length: size }, (_, index) => ({ ...alert(group * size + index, group, startsAt), endsAt })),
  );
}
