import type { Labels } from '../alert/labels.ts';

/** One alert of the story, as its rule would make it. */
export interface DemoAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly expr: string;
}

/** Alerts that Alertmanager sends together. */
export interface DemoGroup {
  readonly by: readonly string[];
  readonly alerts: Readonly<Record<string, DemoAlert>>;
}

/** One notification of Alertmanager. What fires and is not resolved is in every later webhook of its group, as there. */
export interface DemoStep {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly group: string;
  /** Names of alerts that begin to fire, and of those that stop. */
  readonly fires?: readonly string[];
  readonly stops?: readonly string[];
  /** How long before the step its `fires` began, in milliseconds. Default: 1 s. */
  readonly since?: number;
  /** Both Alertmanagers of the pair send it. */
  readonly twice?: boolean;
  readonly say: string;
}

export interface DemoStory {
  /** What somebody has asked not to hear of; `what` says it in words. */
  readonly silenced: { readonly matchers: readonly string[]; readonly comment: string; readonly what: string };
  readonly groups: Readonly<Record<string, DemoGroup>>;
  readonly steps: readonly DemoStep[];
}

const CLUSTER = { cluster: 'demo', demo: 'true' };
const SHOP = { ...CLUSTER, namespace: 'shop' };

function alert(labels: Labels, summary: string, expr: string, runbook?: string): DemoAlert {
  return { labels, annotations: { summary, ...(runbook && { runbook_url: `https://runbooks.example.com/${runbook}` }) }, expr };
}

function latency(): DemoAlert {
  const labels = { ...SHOP, alertname: 'CheckoutLatencyHigh', service: 'checkout', severity: 'warning' };
  return alert(labels, 'Checkout answers in 2.4 s at the 99th percentile', 'checkout:latency:p99 > 1', 'checkout/latency');
}

function errors(service: string, pod: string, ratio: string): DemoAlert {
  const labels = { ...SHOP, alertname: 'HttpErrorRateHigh', service, pod, severity: 'error' };
  return alert(labels, `${ratio} of the requests to ${service} fail on ${pod}`, 'http:errors:ratio5m > 0.05', 'http/errors');
}

function database(): DemoAlert {
  const labels = { ...SHOP, alertname: 'PostgresConnectionsExhausted', service: 'postgres', severity: 'critical' };
  const summary = 'postgres-0 has no connection left: 400 of 400 are taken';
  return alert({ ...labels, instance: 'postgres-0:9187' }, summary, 'pg:connections:free == 0', 'postgres/connections');
}

function restart(pod: string): DemoAlert {
  const labels = { ...CLUSTER, alertname: 'KubePodRestarting', namespace: 'reports', pod, severity: 'info' };
  return alert(labels, `${pod} was restarted`, 'increase(kube_pod_container_status_restarts_total[10m]) > 0');
}

/**
 * A quarter of an hour of a small shop's alerts, told in half a minute: what always fires, what flaps, what nobody needs to
 * know, and in the middle of it an outage of the checkout. `node` is the machine with the flapping disk: one number for each
 * run, so that two runs after each other are two stories.
 */
export function demoStory(node: number): DemoStory {
  const instance = `node-${node}:9100`;
  const disk = { ...CLUSTER, alertname: 'DiskAlmostFull', instance, severity: 'warning' };
  const byName = ['alertname', 'cluster'];
  return {
    groups: {
      watchdog: {
        by: byName,
        alerts: {
          watchdog: alert({ ...CLUSTER, alertname: 'Watchdog', severity: 'none' }, 'This alert always fires', 'vector(1)'),
        },
      },
      disk: {
        by: byName,
        alerts: { disk: alert(disk, `/var on node-${node} is 90 % full`, 'node:disk:used > 0.9', 'node/disk') },
      },
      restarts: { by: byName, alerts: { one: restart('reports-7d9f-2'), two: restart('reports-7d9f-5') } },
      shop: {
        by: ['cluster', 'namespace'],
        alerts: {
          latency: latency(),
          errors1: errors('checkout', 'checkout-5c8b-1', '11 %'),
          errors2: errors('checkout', 'checkout-5c8b-2', '14 %'),
          orders: errors('orders', 'orders-66f4-1', '38 %'),
          database: database(),
        },
      },
    },
    silenced: {
      matchers: ['alertname="KubePodRestarting"', 'cluster="demo"', 'namespace="reports"'],
      comment: 'The reports are rolled out anew',
      what: 'restarts of the reports',
    },
    steps: STEPS,
  };
}

const STEPS: readonly DemoStep[] = [
  { at: 0, group: 'watchdog', fires: ['watchdog'], say: 'Watchdog fires, as it always does' },
  { at: 1_000, group: 'disk', fires: ['disk'], since: 61_000, say: 'a disk is almost full (warning)' },
  { at: 2_000, group: 'restarts', fires: ['one', 'two'], say: 'two pods were restarted (info)' },
  { at: 3_000, group: 'disk', stops: ['disk'], say: 'the disk is fine again: it flaps' },
  { at: 5_000, group: 'shop', fires: ['latency'], twice: true, say: 'checkout is slow (warning), told by both Alertmanagers' },
  { at: 7_500, group: 'disk', fires: ['disk'], since: 30_000, say: 'the disk again' },
  { at: 9_000, group: 'shop', fires: ['errors1'], say: 'checkout fails on its first pod (error): worse' },
  { at: 10_500, group: 'disk', stops: ['disk'], say: 'the disk is fine again' },
  {
    at: 12_000,
    group: 'shop',
    fires: ['database', 'errors2'],
    twice: true,
    say: 'the cause: no database connections (critical)',
  },
  { at: 14_000, group: 'restarts', say: 'the restarts once more, nothing new in them' },
  { at: 15_000, group: 'shop', fires: ['orders'], say: 'orders fail too' },
  { at: 21_000, group: 'shop', stops: ['database', 'orders'], say: 'the database has connections again' },
  {
    at: 23_000,
    group: 'shop',
    stops: ['errors1', 'errors2', 'latency'],
    twice: true,
    say: 'checkout is well: the outage is over',
  },
  { at: 24_000, group: 'restarts', stops: ['one', 'two'], say: 'the restarts are over' },
  { at: 25_000, group: 'watchdog', stops: ['watchdog'], say: 'Watchdog is put away, so that nothing of this stays' },
];
