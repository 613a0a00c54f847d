import { firstMatch } from '../../alert/firstMatch.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Known } from './identifyKnown.ts';
import { isMonitor, lastName, watchedNames } from './identifyMonitor.ts';
import { isDrawnName, workloadNames } from './identifyPod.ts';

/**
 * Under which names Kubernetes runs it: kube-state-metrics sets one of these, and none of the usual labels. Where `exported_pod`
 * stands beside `pod`, that one is the exporter's own.
 */
const WORKLOADS = ['deployment', 'statefulset', 'daemonset', 'pod'].flatMap((name) => [`exported_${name}`, name]);

/**
 * The service an alert speaks of. A service whose matchers match comes first: they are what somebody wrote for this case. Then
 * the first label that names a known service, then the workload that does. Names of exporters and the like count last,
 * because `service` is often the one that was scraped; what it tells of is then in `exported_service`.
 *
 * With services configured, an alert that names none of them has none: in real rules `service` may as well be a topic or a
 * team's word, and a wrong service costs more than a missing one. With none configured, it is the first label that is set and
 * names no exporter, else the workload.
 */
export function serviceOf(labels: Labels, severity: Severity | null, known: Known): string | null {
  if (known.services.size === 0) return firstSet(labels, known);
  const matched = firstMatch(known.matched, labels, severity);
  return matched?.name ?? named(labels, known);
}

function firstSet(labels: Labels, { serviceLabels }: Known): string | null {
  for (const label of serviceLabels) {
    const value = labelValue(labels, label).trim();
    if (value !== '' && !isMonitor(value)) return plainName(value);
  }
  for (const label of WORKLOADS) {
    const value = labelValue(labels, label);
    if (value === '' || (isPod(label) && !isDrawnName(value))) continue;
    return (isPod(label) ? workloadNames(value).at(-1) : value) ?? null;
  }
  return null;
}

function named(labels: Labels, { serviceLabels, services }: Known): string | null {
  const find = (names: readonly string[]): string | undefined => names.find((name) => services.has(name));
  const monitors: string[] = [];
  for (const label of serviceLabels) {
    const value = labelValue(labels, label).trim();
    if (value === '') continue;
    if (isMonitor(value)) {
      monitors.push(value);
      continue;
    }
    const found = find(isPod(label) ? workloadNames(value) : readings(value));
    if (found !== undefined) return found;
  }
  return find(workloads(labels)) ?? find(monitors.flatMap(readings)) ?? find(monitors.flatMap(watchedNames)) ?? null;
}

function workloads(labels: Labels): string[] {
  return WORKLOADS.flatMap((label) => {
    const value = labelValue(labels, label);
    if (value === '') return [];
    return isPod(label) ? workloadNames(value) : [value];
  });
}

function isPod(label: string): boolean {
  return label === 'pod' || label === 'exported_pod';
}

/** What a value may mean, as it stands first. */
function readings(value: string): string[] {
  return [value, plainName(value)];
}

/** The name without what is around it: `payments/checkout`, `checkout.payments.svc.cluster.local:8080`. */
function plainName(value: string): string {
  if (value.includes('://')) return value;
  return /^([^./:]+)\.[^./:]+\.svc(?:[.:]|$)/.exec(value)?.[1] ?? lastName(value);
}
