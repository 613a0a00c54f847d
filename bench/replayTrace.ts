import { closeSync, openSync, writeSync } from 'node:fs';
import { fingerprint } from '../src/alert/fingerprint.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const CLUSTERS = ['prod-eu-1', 'prod-us-1', 'staging-eu-1'];
const SERVICES = 60;
/** A week has so many troubles of one to three alerts, and one storm of so many alerts in so many groups. */
const TROUBLES_A_WEEK = 1_200;
const STORM = { alerts: 5_000, groups: 120 };
const REPEAT = 4 * HOUR;

interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  readonly until: number;
}

interface Sent {
  readonly at: number;
  readonly replica: number;
  readonly alerts: readonly Firing[];
}

/** What is known of the system beforehand: services that stand on each other like a tree. */
export const REPLAY_CONTEXT = {
  services: Array.from({ length: SERVICES }, (_, i) => ({
    name: `svc-${i}`,
    team: `team-${i % 8}`,
    tier: i % 4,
    dependsOn: i === 0 ? [] : [`svc-${Math.floor((i - 1) / 3)}`],
  })),
};

/** Writes a trace of so many weeks, always the same: troubles that repeat every four hours, heartbeats, a storm each Thursday. */
export function writeReplayTrace(file: string, weeks: number): void {
  const random = randomNumbers(7);
  const sent: Sent[] = [];
  for (let at = 0; at < weeks * 7 * DAY; at += 5 * MINUTE)
    for (const cluster of CLUSTERS) {
      const labels = { alertname: 'Watchdog', cluster, prometheus: 'monitoring/k8s', severity: 'none' };
      sent.push({ at: START + at + 28, replica: 0, alerts: [{ labels, from: START - DAY, until: Number.POSITIVE_INFINITY }] });
    }
  for (let n = 0; n < weeks * TROUBLES_A_WEEK; n += 1) {
    const from = START + Math.floor(random() * weeks * 7 * DAY);
    const until = from + Math.floor(5 * MINUTE * (24 * 12) ** random());
    const group = Math.floor(random() ** 2 * 400);
    send(
      sent,
      group % 2,
      Array.from({ length: 1 + Math.floor(random() * 3) }, (_, i) => ({ labels: trouble(group, i), from, until })),
    );
  }
  for (let week = 0; week < weeks; week += 1) storm(sent, START + week * 7 * DAY + 3 * DAY + 10 * HOUR, random);
  sent.sort((a, b) => a.at - b.at);
  const out = openSync(file, 'w');
  for (const each of sent.filter(({ at }) => at < START + weeks * 7 * DAY)) writeSync(out, `${JSON.stringify(lineOf(each))}\n`);
  closeSync(out);
}

/** At first, again every four hours, and when it has ended. */
function send(sent: Sent[], replica: number, alerts: readonly Firing[]): void {
  const [{ from, until }] = alerts as [Firing];
  for (let at = from + 30_000; at < until; at += REPEAT) sent.push({ at, replica, alerts });
  sent.push({ at: until + 30_000, replica, alerts });
}

/** Groups that grow: each is sent with more of its alerts a minute later, and again while others of its alerts come and go. */
function storm(sent: Sent[], start: number, random: () => number): void {
  const size = Math.ceil(STORM.alerts / STORM.groups);
  for (let group = 0; group < STORM.groups; group += 1) {
    const until = start + 40 * MINUTE + Math.floor(random() * 10 * MINUTE);
    const alerts = Array.from({ length: size }, (_, i) => ({
      labels: { ...trouble(1_000 + group, i), cluster: 'prod-eu-1', rack: random() < 0.85 ? 'r12' : `r${i % 9}` },
      from: start + Math.floor(random() * 2 * MINUTE),
      until,
    }));
    for (const after of [1, 2, 3, 8, 13]) {
      const begun = alerts.slice(0, (size * Math.min(3, after)) / 3);
      sent.push({ at: start + after * MINUTE + group * 50, replica: 0, alerts: begun });
    }
    sent.push({ at: until + 30_000 + group, replica: 0, alerts });
  }
}

function trouble(group: number, i: number): Record<string, string> {
  const service = `svc-${(group * 7) % SERVICES}`;
  return {
    alertname: `Rule${group % 180}${group % 3 === 0 ? 'Down' : 'Slow'}`,
    cluster: CLUSTERS[group % CLUSTERS.length] as string,
    container: 'main',
    instance: `10.20.${group % 200}.${i}:9100`,
    job: service,
    namespace: `space-${group % 12}`,
    node: `ip-10-20-${group % 40}-${i % 8}.example.com`,
    pod: `${service}-7d9f8b6c5-x${String(i).padStart(4, '0')}`,
    prometheus: 'monitoring/k8s',
    service,
    severity: group % 5 === 0 ? 'critical' : group % 5 === 4 ? 'info' : 'warning',
  };
}

function lineOf({ at, replica, alerts }: Sent): unknown {
  const [{ labels: first }] = alerts as [Firing];
  const groupLabels = { alertname: first.alertname, cluster: first.cluster, namespace: first.namespace };
  const body = {
    receiver: 'tocsin',
    status: alerts.some(({ until }) => until > at) ? 'firing' : 'resolved',
    alerts: alerts.map(({ labels, from, until }) => ({
      status: until > at ? 'firing' : 'resolved',
      labels,
      annotations: {
        description: `${labels.alertname} of ${labels.service ?? labels.cluster} has been firing for 10 minutes.`,
        runbook_url: `https://runbooks.example.com/${labels.alertname}`,
        summary: `${labels.alertname} on ${labels.node ?? labels.cluster}`,
      },
      startsAt: new Date(from).toISOString(),
      endsAt: until > at ? '0001-01-01T00:00:00Z' : new Date(until).toISOString(),
      generatorURL: `http://prometheus.example.com/graph?g0.expr=rate%28http_errors%5B5m%5D%29+%3E+${labels.alertname}&g0.tab=1`,
      fingerprint: fingerprint(labels),
    })),
    groupLabels,
    commonLabels: groupLabels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.com:9093',
    version: '4',
    groupKey: `{}:${JSON.stringify(groupLabels)}`,
    truncatedAlerts: 0,
  };
  return { sentAt: new Date(at).toISOString(), from: `${groupLabels.cluster}/alertmanager-${replica}`, body };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
