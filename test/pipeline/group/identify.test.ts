import { describe, expect, it } from 'vitest';
import { emptyLabels } from '../../../src/alert/labels.ts';
import type { Severity } from '../../../src/alert/severity.ts';
import { identify, type Subject } from '../../../src/pipeline/group/identify.ts';
import { compileKnown, type IdentifySource, type ServiceSource } from '../../../src/pipeline/group/identifyKnown.ts';

const LABELS: IdentifySource = {
  service: ['service', 'app', 'job', 'container'],
  host: ['node', 'instance'],
  cluster: ['cluster'],
};

function aService(name: string, ...matchers: string[]): ServiceSource {
  return { name, matchers, team: null, tier: null, dependsOn: [], runbook: null };
}

const SERVICES = [
  aService('tickets'),
  aService('seat-map'),
  aService('mysql-main', 'job="mysqld"', 'instance=~"main-.*"'),
  aService('valkey'),
  aService('nightly', 'severity="critical"', 'lane="batch"'),
  aService('büro'),
  aService('__proto__'),
  aService('kube-state-metrics'),
  aService('print-exporter'),
];

function subject(labels: Record<string, string>, services = SERVICES, severity: Severity = 'error', from = LABELS): Subject {
  return identify(Object.assign(emptyLabels(), labels), severity, compileKnown(from, services));
}

describe('the service, where some are configured', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['nothing is set', {}, null],
    ['the first label', { service: 'tickets', job: 'valkey' }, 'tickets'],
    ['a topic in `service`, and the program in `job`', { service: 'billing-team', job: 'tickets' }, 'tickets'],
    ['a topic in `service`, and the program in `container`', { service: 'memory', container: 'seat-map' }, 'seat-map'],
    ['nothing known at all', { service: 'parking', app: 'parking', job: 'parking' }, null],
    ['empty and blank values are passed over', { service: '', app: '  ', job: 'tickets' }, 'tickets'],
    ['case counts', { service: 'Tickets' }, null],
    ['not by the names every object has', { service: 'constructor', job: 'toString' }, null],
    ['such a name where it is configured', { service: '__proto__' }, '__proto__'],
    ['letters of any language', { service: 'büro' }, 'büro'],
    ['namespace/name', { job: 'shows/tickets' }, 'tickets'],
    ['a job of a ServiceMonitor', { job: 'serviceMonitor/shows/seat-map/0' }, 'seat-map'],
    ['the name inside the cluster', { service: 'tickets.shows.svc.cluster.local:8080' }, 'tickets'],
    ['not the path of a link', { service: 'https://shop.example/tickets' }, null],
    ['matchers, all of them', { job: 'mysqld', instance: 'main-2:9104' }, 'mysql-main'],
    ['matchers, but one does not hold', { job: 'mysqld', instance: 'copy-2:9104' }, null],
    ['matchers before what a label names', { service: 'tickets', job: 'mysqld', instance: 'main-2:9104' }, 'mysql-main'],
  ])('%s', (_what, labels, service) => {
    expect(subject(labels).service).toBe(service);
  });

  it.each<[string, Record<string, string>, string | null]>([
    ['a Deployment', { pod: 'tickets-6f7c9d84b5-zk2vw' }, 'tickets'],
    ['a name with dashes', { pod: 'seat-map-6f7c9d84b5-zk2vw' }, 'seat-map'],
    ['a StatefulSet', { pod: 'valkey-12' }, 'valkey'],
    ['a DaemonSet', { pod: 'valkey-zk2vw' }, 'valkey'],
    ['a CronJob', { pod: 'tickets-29211140-zk2vw' }, 'tickets'],
    ['another Deployment whose name begins so', { pod: 'tickets-worker-6f7c9d84b5-zk2vw' }, null],
    ['a word is no suffix', { pod: 'tickets-audio' }, null],
    ['a Deployment without a pod', { service: 'kube-state-metrics', deployment: 'seat-map' }, 'seat-map'],
    ['a StatefulSet’s own number stays', { statefulset: 'valkey-2' }, null],
    ['labels before the pod', { container: 'valkey', pod: 'tickets-6f7c9d84b5-zk2vw' }, 'valkey'],
    [
      'the pod that is told of, not the exporter’s',
      { pod: 'kube-state-metrics-6f7c9d84b5-zk2vw', exported_pod: 'tickets-6f7c9d84b5-zk2vw' },
      'tickets',
    ],
  ])('by its workload: %s', (_what, labels, service) => {
    expect(subject(labels).service).toBe(service);
  });

  it.each<[string, Record<string, string>, string | null]>([
    [
      'kube-state-metrics is not what crashes',
      { service: 'kube-state-metrics', job: 'kube-state-metrics', container: 'tickets' },
      'tickets',
    ],
    ['unless nothing else is named', { service: 'kube-state-metrics', container: 'main' }, 'kube-state-metrics'],
    ['what an exporter is named after', { job: 'valkey-exporter' }, 'valkey'],
    ['by a chart’s name', { service: 'prometheus-valkey-exporter' }, 'valkey'],
    ['a Service for scraping', { service: 'tickets-metrics' }, 'tickets'],
    ['a service that is called so', { service: 'print-exporter' }, 'print-exporter'],
    ['an exporter of something unknown', { job: 'mongodb-exporter' }, null],
    ['the label that the scraped one pushed aside', { service: 'pushgateway', exported_service: 'tickets' }, 'tickets'],
    ['`node` may be a program’s end', { job: 'tickets-node' }, null],
  ])('and exporters: %s', (_what, labels, service) => {
    expect(subject(labels).service).toBe(service);
  });

  it('tries a matcher on severity on the mapped word too', () => {
    const labels = { severity: 'page', lane: 'batch' };
    expect(subject(labels, SERVICES, 'critical').service).toBe('nightly');
    expect(subject(labels, SERVICES, 'warning').service).toBeNull();
  });

  it('takes the configured labels in their order', () => {
    const labels = { container: 'valkey', pod: 'tickets-6f7c9d84b5-zk2vw', team_app: 'seat-map' };
    const from = (...service: string[]) => ({ ...LABELS, service });
    expect(subject(labels, SERVICES, 'error', from('pod', 'container')).service).toBe('tickets');
    expect(subject(labels, SERVICES, 'error', from('team_app')).service).toBe('seat-map');
  });
});

describe('the service, where none is configured', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['the first label that is set', { app: 'parking', job: 'x' }, 'parking'],
    ['without what is around it', { job: 'cars/parking' }, 'parking'],
    ['not an exporter', { service: 'node-exporter', job: 'node-exporter' }, null],
    ['behind an exporter', { service: 'kube-state-metrics', job: 'kube-state-metrics', container: 'gate' }, 'gate'],
    ['the workload', { job: 'kube-state-metrics', statefulset: 'gate' }, 'gate'],
    ['the pod’s Deployment', { job: 'kube-state-metrics', pod: 'gate-6f7c9d84b5-zk2vw' }, 'gate'],
    ['not a pod whose name may be whole', { job: 'kube-state-metrics', pod: 'gate-2' }, null],
    ['a part of Kubernetes is a service', { job: 'kubernetes-dashboard' }, 'kubernetes-dashboard'],
    ['a job over all pods is none', { job: 'kubernetes-pods' }, null],
    ['nothing', {}, null],
  ])('%s', (_what, labels, service) => {
    expect(subject(labels, []).service).toBe(service);
  });
});

describe('the host', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['node, in the words of a cloud', { node: 'ip-10-7-0-19.north.example' }, '10.7.0.19'],
    ['the same, short', { node: 'IP-10-7-0-19' }, '10.7.0.19'],
    ['the same, as its exporter’s address', { job: 'node-exporter', instance: '10.7.0.19:9100' }, '10.7.0.19'],
    ['the same, as the kubelet’s', { job: 'kubelet', instance: '10.7.0.19:10250', pod: 'gate-0' }, '10.7.0.19'],
    ['what only looks like it', { node: 'ip-10-7-0-999' }, 'ip-10-7-0-999'],
    ['the port of a host agent, no job', { instance: '10.7.0.19:9100' }, '10.7.0.19'],
    ['a name keeps its domain', { node: 'Rack7.North.example.' }, 'rack7.north.example'],
    ['node before instance', { node: 'rack7', instance: '10.7.0.19:9100' }, 'rack7'],
    ['a pod’s address', { job: 'tickets', instance: '10.244.3.9:8080', pod: 'tickets-6f7c9d84b5-zk2vw' }, null],
    ['an address that may be a pod’s', { job: 'tickets', instance: '10.244.3.9:8080' }, null],
    ['an address alone', { job: 'icmp', instance: '10.7.0.19' }, '10.7.0.19'],
    ['an exporter’s address', { job: 'kube-state-metrics', instance: 'monitor7:8080' }, null],
    ['an exporter’s name', { job: 'valkey', instance: 'valkey-exporter:9121' }, null],
    ['a program by its own name', { job: 'valkey', instance: 'valkey:6379' }, null],
    ['a host by its name', { job: 'mysqld', instance: 'db7.north.example:9104' }, 'db7.north.example'],
    ['a probed page', { job: 'pages', instance: 'https://shop.example/health' }, null],
    ['oneself', { job: 'node', instance: 'localhost:9100' }, null],
    ['oneself, by number', { job: 'node', instance: '127.0.0.1:9100' }, null],
    ['oneself, in IPv6', { job: 'node', instance: '[::1]:9100' }, null],
    ['IPv6', { job: 'node', instance: '[FD00::7]:9100' }, 'fd00::7'],
    ['a Service’s name', { job: 'mysqld', instance: 'db.shows.svc:3306' }, null],
    ['a pod’s name', { job: 'tickets', instance: 'tickets-6f7c9d84b5-zk2vw:80' }, null],
    ['an Erlang node', { node: 'rabbit@rack7' }, 'rack7'],
    ['a number in a ring is no host', { node: '3' }, null],
    ['the host that is told of', { instance: 'pushgateway:9091', exported_instance: 'rack7', job: 'backup' }, 'rack7'],
    ['empty', { node: '', instance: ' ' }, null],
    ['only a port', { instance: ':9100' }, null],
    ['unicode', { node: 'bücher-7' }, 'bücher-7'],
  ])('%s', (_what, labels, host) => {
    expect(subject(labels).host).toBe(host);
  });
});

it('the cluster is the first label that is set', () => {
  const from = { ...LABELS, cluster: ['cluster', 'k8s_cluster', '__proto__'] };
  expect(subject({ cluster: '', k8s_cluster: 'north' }, [], 'error', from).cluster).toBe('north');
  expect(subject({}, [], 'error', from).cluster).toBeNull();
  const labels = emptyLabels();
  Object.defineProperty(labels, '__proto__', { value: 'south', enumerable: true });
  expect(identify(labels, null, compileKnown(from, [])).cluster).toBe('south');
});
