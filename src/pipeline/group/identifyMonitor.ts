/** Programs that run on every host and tell of it, by the names of their jobs. */
const HOST_AGENTS = new Set(
  'node nodes kubelet cadvisor telegraf collectd netdata kubernetes-nodes kubernetes-nodes-cadvisor kubernetes-cadvisor'.split(
    ' ',
  ),
);
const HOST_EXPORTER = /(?:^|[-_])(?:node|windows|wmi|smartctl)[-_]exporter$/i;

/** Others that tell of others; `kubernetes-pods` and its like are the jobs of Prometheus' own example configuration. */
const MONITORS = new Set([
  ...HOST_AGENTS,
  ...'blackbox pushgateway statsd probe probes federate otel-collector opentelemetry-collector'.split(' '),
  ...'kubernetes-pods kubernetes-services kubernetes-service-endpoints kubernetes-ingresses'.split(' '),
]);
/** `-metrics` is what a Kubernetes Service is called that is only there to be scraped. */
const EXPORTER = /(?:^|[-_])(?:exporter|metrics)$/i;

/** Whether a value of `service`, `job` or `container` names what watches rather than what is watched: then the alert speaks of another. */
export function isMonitor(value: string): boolean {
  const name = lastName(value);
  return EXPORTER.test(name) || MONITORS.has(name.toLowerCase());
}

/** Whether it names a program whose address is the host's. */
export function isHostAgent(value: string): boolean {
  const name = lastName(value);
  return HOST_EXPORTER.test(name) || HOST_AGENTS.has(name.toLowerCase());
}

/** What an exporter is named after, best first: `prometheus-redis-exporter` watches `prometheus-redis`, or rather `redis`. */
export function watchedNames(value: string): string[] {
  const watched = lastName(value).replace(/[-_](?:exporter|metrics)$/i, '');
  if (watched === lastName(value)) return [];
  return [watched, watched.replace(/^prometheus[-_]/i, '')];
}

/** `payments/checkout` and `serviceMonitor/payments/checkout/0`, as Prometheus' operator names jobs, are `checkout`. */
export function lastName(value: string): string {
  if (!value.includes('/')) return value;
  const parts = value.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  return parts.at(-1) ?? value;
}
