import { describe, expect, it } from 'vitest';
import { emptyLabels } from '../../../src/alert/labels.ts';
import type { Severity } from '../../../src/alert/severity.ts';
import { kindOf } from '../../../src/pipeline/noise/kindOf.ts';
import { compileKinds, KINDS_REMEMBERED, type KindRule } from '../../../src/pipeline/noise/kindOfRules.ts';

function link(expression: string): string {
  return `http://prom.example:9090/graph?g0.expr=${encodeURIComponent(expression).replaceAll('%20', '+')}&g0.tab=1`;
}

function anAlert(alertname: string, expression = '', labels: Record<string, string> = {}) {
  return { labels: Object.assign(emptyLabels(), { alertname }, labels), generatorUrl: expression === '' ? '' : link(expression) };
}

function kind(alertname: string, expression?: string): string {
  return kindOf(anAlert(alertname, expression), null, compileKinds([]));
}

describe('the built-in table: symptoms', () => {
  it.each([
    ['TicketsHighErrorRate', 'sum(rate(sales_total{result="failed"}[5m])) / sum(rate(sales_total[5m])) > 0.02'],
    ['HTTPErrorRate5xx', ''],
    ['too-many-5xx', ''],
    ['SeatMapP99', 'histogram_quantile(0.99, sum by (le) (rate(seatmap_http_request_duration_seconds_bucket[5m]))) > 2'],
    ['TicketsLatencyHigh', ''],
    ['SearchSlowResponses', ''],
    ['TicketsAvailability', 'sum(up{job="tickets"}) / count(up{job="tickets"}) < 0.9'],
    ['ShopErrorBudgetBurn', 'job:burnrate:1h > 14 * 0.001'],
    ['SLOBreached', 'vector(1)'],
    ['ShopUnreachableFromOutside', 'probe_success{job="pages"} == 0'],
    ['Frontend', 'sum(rate(nginx_requests_total{status=~"5.."}[1m])) > 3'],
    ['Frontend', 'sum(rate(nginx_requests_total{status!~"5.*"}[1m])) / sum(rate(nginx_requests_total[1m])) < 0.99'],
    ['PaymentFailures', ''],
    ['NoTrafficOnShop', ''],
    ['WebsiteDown', ''],
    ['HostUnreachable', ''],
    ['ShopApiFailing', ''],
  ])('%s %s', (name, expression) => {
    expect(kind(name, expression)).toBe('symptom');
  });
});

describe('the built-in table: causes', () => {
  it.each([
    ['HostCPUBusy', '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.9'],
    ['OOMKilled', ''],
    ['Busy', 'sum(container_memory_working_set_bytes) by (pod) > 1e9'],
    ['VarLogAlmostFull', ''],
    ['TicketsPodCrashLooping', 'increase(kube_pod_container_status_restarts_total{container="tickets"}[10m]) > 3'],
    ['Tickets', 'kube_deployment_status_replicas_available < kube_deployment_spec_replicas'],
    ['ValkeyDown', 'redis_up == 0'],
    ['ShopCertificateExpiresSoon', 'probe_ssl_earliest_cert_expiry - time() < 86400 * 14'],
    ['MysqldExporterErrorRateHigh', ''],
    ['NightlyBackupFailed', ''],
    ['MysqlReplicationLatency', 'mysql_slave_lag_seconds > 30'],
    ['UplinkInterfaceErrorRate', 'rate(ifInErrors[5m]) > 1'],
    ['TicketsCPUThrottling', ''],
    ['DiskWriteLatency', 'rate(node_disk_write_time_seconds_total[1m]) > 0.1'],
    ['RaidDegraded', ''],
    ['ShopProbeMetricsMissing', 'absent(probe_success)'],
  ])('%s %s', (name, expression) => {
    expect(kind(name, expression)).toBe('cause');
  });
});

describe('the built-in table: neither', () => {
  it.each([
    ['Watchdog', 'vector(1)'],
    ['', ''],
    ['TicketsSoldOut', 'tickets_left < 1'],
    ['Büroklammern', 'klammern > 7'],
    ['TargetsMissing', 'up == 0'],
    ['OrdersQueueBacklog', 'rabbitmq_queue_messages > 1000'],
    ['BlackboxExporterDown', 'up{job="blackbox-exporter"} == 0'],
    ['警报', ''],
    ['constructor', ''],
    ['__proto__', ''],
  ])('%s %s', (name, expression) => {
    expect(kind(name, expression)).toBe('unknown');
  });

  it('does not take a joined metric for what is measured', () => {
    const joined = 'rate(shop_http_request_duration_seconds_sum[5m]) * on (pod) group_left (node) kube_pod_info > 1';
    expect(kind('Shop', joined)).toBe('symptom');
    expect(kind('Shop', 'kube_pod_status_phase{phase="Failed"} > 0')).toBe('cause');
  });

  it('does not read labels, comments and values as words', () => {
    expect(kind('Shop', 'sold{disk="latency", code="ok"} > 5')).toBe('unknown');
    expect(kind('Shop', '# memory and disk\nsold by (cpu, memory) > 5')).toBe('unknown');
  });
});

describe('the expression', () => {
  const cases: [string, string, string][] = [
    ['a fragment', 'http://p/graph?g0.expr=redis_up+%3D%3D+0#tab', 'cause'],
    ['not the first parameter', 'http://p/graph?g0.tab=1&g0.expr=redis_up', 'cause'],
    ['another panel', 'http://p/graph?g1.expr=redis_up', 'unknown'],
    ['badly escaped', 'http://p/graph?g0.expr=redis_up%ZZ', 'unknown'],
    ['cut within an escape', 'http://p/graph?g0.expr=redis_up+%3', 'cause'],
    ['no link at all', 'redis_up', 'unknown'],
  ];
  it.each(cases)('%s', (_what, generatorUrl, expected) => {
    expect(kindOf({ labels: { alertname: 'Shop' }, generatorUrl }, null, compileKinds([]))).toBe(expected);
  });

  it.each([
    ['metric words', 'a_'.repeat(4_000)],
    ['symptom words', 'request_fail_'.repeat(800)],
    ['brackets', '{(['.repeat(3_000)],
    ['quotes', '"'.repeat(9_999)],
    ['selectors', 'code'.repeat(2_500)],
  ])(
    'a long one is read to its 4,000th character: %s',
    (_what, text) => {
      const kinds = compileKinds([]);
      for (let i = 0; i < 50; i += 1) kindOf(anAlert(`${i}${text}`, text), null, kinds);
      expect(kinds.remembered.size).toBe(50);
    },
    2_000,
  );
});

describe('the configured rules', () => {
  const RULES: KindRule[] = [
    { kind: 'cause', matchers: ['alertname="ShopErrorBudgetBurn"', 'env="staging"'] },
    { kind: 'symptom', matchers: ['alertname=~"Shop.*|Disk.*"'] },
    { kind: 'cause', matchers: ['alertname="ShopSold"'] },
    { kind: 'cause', matchers: ['severity="info"'] },
    { kind: 'symptom', matchers: ['__proto__="yes"'] },
  ];
  const cases: [string, Record<string, string>, Severity, string][] = [
    ['ShopErrorBudgetBurn', { env: 'staging' }, 'error', 'cause'],
    ['ShopErrorBudgetBurn', { env: 'prod' }, 'error', 'symptom'],
    ['ShopSold', {}, 'error', 'symptom'],
    ['DiskFull', {}, 'error', 'symptom'],
    ['MemoryLow', {}, 'error', 'cause'],
    ['Odd', { severity: 'notice' }, 'info', 'cause'],
    ['Odd', {}, 'error', 'unknown'],
  ];
  it.each(cases)('come before the table, the first that matches: %s %j', (name, labels, severity, expected) => {
    expect(kindOf(anAlert(name, '', labels), severity, compileKinds(RULES))).toBe(expected);
  });

  it('match a label named __proto__', () => {
    const labels = emptyLabels();
    Object.defineProperty(labels, '__proto__', { value: 'yes', enumerable: true });
    expect(kindOf({ labels, generatorUrl: '' }, null, compileKinds(RULES))).toBe('symptom');
  });

  it('are asked anew for every alert, whatever is remembered of its name', () => {
    const kinds = compileKinds(RULES);
    expect(kindOf(anAlert('Odd'), 'error', kinds)).toBe('unknown');
    expect(kindOf(anAlert('Odd', '', { severity: 'info' }), 'info', kinds)).toBe('cause');
  });
});

it('remembers a bounded number of alerts, and forgets the oldest', () => {
  const kinds = compileKinds([]);
  for (let i = 0; i <= KINDS_REMEMBERED; i += 1) kindOf(anAlert(`Disk${i}`), null, kinds);
  expect(kinds.remembered.size).toBe(KINDS_REMEMBERED);
  const names = [...kinds.remembered.keys()].join();
  expect(names).not.toContain('Disk0\u001f');
  expect(names).toContain(`Disk${KINDS_REMEMBERED}\u001f`);
});
