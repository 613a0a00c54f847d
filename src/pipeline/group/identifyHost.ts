import { type Labels, labelValue } from '../../alert/labels.ts';
import { isHostAgent, isMonitor } from './identifyMonitor.ts';
import { isDrawnName } from './identifyPod.ts';

/** Ports of agents that run on the host they tell of: node_exporter, windows_exporter, kubelet. */
const HOST_PORTS = new Set(['9100', '9182', '10250', '10255']);
/** What tells that `instance` is the address of a pod, or of what was scraped for it. */
const RUNS_IN_A_POD = ['pod', 'container', 'deployment', 'statefulset', 'daemonset'] as const;

/**
 * The host an alert speaks of, so that one host has one name: lower case, without a port, and as an address where the name is
 * one (`ip-10-20-0-11.eu.example` and `10.20.0.11:9100` are `10.20.0.11`). Another name keeps its domain: `db1.eu` and
 * `db1.us` are two. `instance` is a host only where it is certain that it is not the address of an exporter or a pod.
 */
export function hostOf(labels: Labels, names: readonly string[]): string | null {
  for (const name of names) {
    const value = told(labels, name);
    if (value === '' || (name === 'instance' && !isOfHost(value, labels))) continue;
    const host = hostName(value);
    if (host !== null) return host;
  }
  return null;
}

/** Where a scraped target and what it tells of both have the label, Prometheus calls the second one `exported_…`. */
function told(labels: Labels, name: string): string {
  return (labelValue(labels, `exported_${name}`) || labelValue(labels, name)).trim();
}

function isOfHost(instance: string, labels: Labels): boolean {
  const { host, port } = split(instance);
  const jobs = ['job', 'service', 'container'].map((name) => told(labels, name)).filter((value) => value !== '');
  if (jobs.some(isHostAgent)) return true;
  if (RUNS_IN_A_POD.some((name) => told(labels, name) !== '') || jobs.some(isMonitor)) return false;
  if (isMonitor(host) || jobs.includes(host)) return false;
  if (HOST_PORTS.has(port)) return true;
  // A bare address with an application's port is a pod's as often as a host's.
  return !isAddress(host) || port === '';
}

/** The one name of a host, or null where the value cannot be one. */
function hostName(value: string): string | null {
  if (/[/\s]/.test(value)) return null;
  const host = split(value).host.toLowerCase().replace(/\.$/, '');
  // An Erlang node, `rabbit@host`.
  const name = host.slice(host.lastIndexOf('@') + 1);
  if (name === '' || /^\d+$/.test(name) || /\.svc(?:\.|$)/.test(name) || isDrawnName(name)) return null;
  if (/^(?:localhost(?:\..*)?|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1?)$/.test(name)) return null;
  return addressInName(name) ?? name;
}

/** `ip-10-20-0-11` and the like, as clouds name their machines. */
function addressInName(name: string): string | null {
  const octets = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.|$)/.exec(name)?.slice(1);
  return octets?.every((octet) => Number(octet) <= 255) ? octets.map(Number).join('.') : null;
}

function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':');
}

/** A host and its port, either of which may be empty. An IPv6 address has a port only behind brackets. */
function split(value: string): { host: string; port: string } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(value);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] ?? '' };
  const parts = /^([^:]*):(\d+)$/.exec(value);
  return parts ? { host: parts[1] ?? '', port: parts[2] ?? '' } : { host: value, port: '' };
}
