import { fingerprint } from '../alert/fingerprint.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { DemoAlert, DemoGroup, DemoStory } from './demoStory.ts';

/** A webhook of the demo, ready to be posted. */
export interface DemoWebhook {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly say: string;
  /** The body as JSON. */
  readonly body: string;
}

interface SentAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

const REPLICAS = ['http://alertmanager-0.example.com:9093', 'http://alertmanager-1.example.com:9093'] as const;
const NOT_YET = '0001-01-01T00:00:00Z';
const DEFAULT_SINCE_MS = 1_000;

/** The story as an Alertmanager pair would send it (webhook version 4), had it begun at `start`. */
export function demoWebhooks({ groups, steps }: DemoStory, start: Instant): DemoWebhook[] {
  const firingSince = new Map<string, Instant>();
  return steps.flatMap(({ at, group: name, fires = [], stops = [], since = DEFAULT_SINCE_MS, twice = false, say }) => {
    const group = groups[name] as DemoGroup;
    for (const each of fires) firingSince.set(`${name}/${each}`, start + at - since);
    const alerts = Object.entries(group.alerts).flatMap(([key, alert]) => {
      const startsAt = firingSince.get(`${name}/${key}`);
      return startsAt === undefined ? [] : [sent(alert, startsAt, stops.includes(key) ? start + at : null)];
    });
    for (const each of stops) firingSince.delete(`${name}/${each}`);
    const replicas = twice ? REPLICAS : REPLICAS.slice(0, 1);
    return replicas.map((replica) => ({ at, say, body: JSON.stringify(webhook(group, alerts, replica)) }));
  });
}

function sent({ labels, annotations, expr }: DemoAlert, startsAt: Instant, endsAt: Instant | null): SentAlert {
  return {
    status: endsAt === null ? 'firing' : 'resolved',
    labels,
    annotations,
    startsAt: rfc3339(startsAt),
    endsAt: endsAt === null ? NOT_YET : rfc3339(endsAt),
    generatorURL: `http://prometheus.example.com:9090/graph?g0.expr=${encodeURIComponent(expr)}`,
    fingerprint: fingerprint(labels),
  };
}

function webhook(group: DemoGroup, alerts: readonly SentAlert[], externalURL: string): Record<string, unknown> {
  const groupLabels = Object.fromEntries(group.by.map((name) => [name, labelValue(alerts[0]?.labels ?? {}, name)]));
  const key = Object.entries(groupLabels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return {
    receiver: 'tocsin',
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels,
    commonLabels: inCommon(alerts.map(({ labels }) => labels)),
    commonAnnotations: inCommon(alerts.map(({ annotations }) => annotations)),
    externalURL,
    version: '4',
    groupKey: `{}:{${key.join(', ')}}`,
    truncatedAlerts: 0,
  };
}

function inCommon([first = {}, ...others]: readonly Labels[]): Labels {
  const shared = Object.entries(first).filter(([name, value]) => others.every((each) => labelValue(each, name) === value));
  return Object.fromEntries(shared);
}
