import type { Context } from 'hono';
import { emptyLabels, type Labels } from '../../alert/labels.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { readAlertFilter } from './alertFilter.ts';
import { alertJson } from './alertJson.ts';
import type { ShownAlert } from './describeAlerts.ts';
import { loadAlerts } from './loadAlerts.ts';

interface Group {
  readonly incident: number;
  readonly labels: Labels;
  readonly receiver: string;
  readonly alerts: ShownAlert[];
}

/** `GET /api/v2/alerts/groups`: an incident is a group of each of the receivers that its alerts go to. */
export async function listGroups(deps: HttpDeps, c: Context<HttpEnv>) {
  const filter = readAlertFilter(c);
  const groups = new Map<string, Group>();
  for (const alert of await loadAlerts(deps)) {
    if (!filter.takes(alert)) continue;
    // Here Alertmanager names those receivers only that were asked for.
    const receivers = alert.receivers.filter(filter.takesReceiver);
    for (const receiver of receivers) put(groups, { ...alert, receivers }, receiver);
  }
  return [...groups.values()]
    .filter(({ alerts }) => filter.muted || alerts.some(({ status }) => status.state !== 'suppressed'))
    .sort(inOrder)
    .map(({ labels, receiver, alerts }) => ({
      alerts: alerts.map(alertJson),
      labels,
      receiver: { name: receiver },
      routeLabels: {},
    }));
}

function put(groups: Map<string, Group>, alert: ShownAlert, receiver: string): void {
  const { incident, groupLabels } = alert.row;
  if (incident === null || groupLabels === null) return;
  const key = `${incident}/${receiver}`;
  const group = groups.get(key) ?? { incident, labels: withoutEmpty(groupLabels), receiver, alerts: [] };
  groups.set(key, group);
  group.alerts.push(alert);
}

/** A label that an alert lacks is no label of its group, as Alertmanager has it. */
function withoutEmpty(labels: Labels): Labels {
  const filled = emptyLabels();
  for (const name in labels) if (labels[name]) filled[name] = labels[name] as string;
  return filled;
}

/** By labels and receiver. Source: prometheus/common `LabelSet.Before`. */
function inOrder(a: Group, b: Group): number {
  return compareLabels(a.labels, b.labels) || compare(a.receiver, b.receiver) || a.incident - b.incident;
}

function compareLabels(a: Labels, b: Labels): number {
  const fewer = Object.keys(a).length - Object.keys(b).length;
  if (fewer !== 0) return fewer;
  for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    if (!Object.hasOwn(a, name)) return -1;
    if (!Object.hasOwn(b, name)) return 1;
    const order = compare(a[name] as string, b[name] as string);
    if (order !== 0) return order;
  }
  return 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
