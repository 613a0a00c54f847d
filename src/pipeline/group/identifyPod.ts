/** The letters Kubernetes draws names from: no vowels, and nothing that is easily misread. */
const DRAWN = '[bcdfghjklmnpqrstvwxz2456789]';
const SUFFIXES = [
  /** StatefulSet, or a Job that counts its pods: `postgres-0`. */
  /-\d{1,4}$/,
  /** DaemonSet or Job: `fluentd-x2x4z`. */
  new RegExp(`-${DRAWN}{5}$`),
  /** Deployment: `checkout-7d9f8b6c5-x2x4z`. */
  new RegExp(`-${DRAWN}{6,10}-${DRAWN}{5}$`),
  /** A CronJob's Job: `report-28391040-x2x4z`. */
  new RegExp(`-\\d{8,10}-${DRAWN}{5}$`),
];

/** The names that what runs a pod may have, longest first, the pod's own among them: a suffix may be part of a name. */
export function workloadNames(pod: string): string[] {
  const names = SUFFIXES.filter((suffix) => suffix.test(pod)).map((suffix) => pod.replace(suffix, ''));
  return [pod, ...names].sort((a, b) => b.length - a.length);
}

/** Whether a name can only be a Deployment's pod. */
export function isDrawnName(name: string): boolean {
  return SUFFIXES.slice(2).some((suffix) => suffix.test(name));
}
