import { fingerprint } from '../../src/alert/fingerprint.ts';
import { emptyLabels } from '../../src/alert/labels.ts';
import { START } from '../fakeClock.ts';
import { type AlertLine, offset, type WebhookStep } from './story.ts';

type Labels = Record<string, string>;
type WireAlert = { status: string; labels: Labels; startsAt: string; endsAt: string; fingerprint: string };

/** Four times Prometheus' `--rules.alert.resend-delay`. */
const LASTS_MS = 240_000;

/** An Alertmanager as far as its webhooks go: it remembers when each alert began to fire. */
export class Sender {
  readonly #firing = new Map<string, number>();
  readonly #last = new Map<string, number>();

  /** The body, as Alertmanager writes it. */
  body(step: WebhookStep, now: number): string {
    const webhook = Array.isArray(step) ? { alerts: step } : step;
    const alerts = webhook.alerts.map((line) => this.#alert(line, now));
    const first = alerts.find(isWireAlert);
    const groupLabels =
      webhook.group ?? (first && Object.hasOwn(first.labels, 'alertname') ? { alertname: first.labels.alertname } : {});
    return JSON.stringify({
      receiver: 'tocsin',
      status: alerts.some((alert) => isWireAlert(alert) && alert.status === 'firing') ? 'firing' : 'resolved',
      alerts,
      groupLabels,
      commonLabels: {},
      commonAnnotations: {},
      externalURL: webhook.from ?? 'http://am.example:9093',
      version: '4',
      groupKey: webhook.group_key ?? `{}:${JSON.stringify(groupLabels)}`,
      truncatedAlerts: webhook.truncated ?? 0,
    });
  }

  /** What Prometheus posts, with an end for what fires. */
  posted(lines: readonly string[], now: number): string {
    const alerts = lines.map((line) => this.#alert(line, now) as WireAlert);
    return JSON.stringify(
      alerts.map(({ status, endsAt, ...alert }) => ({ ...alert, endsAt: status === 'firing' ? time(now + LASTS_MS) : endsAt })),
    );
  }

  #alert(line: AlertLine, now: number): unknown {
    if (typeof line !== 'string') return line.raw;
    const { status, labels, from, to } = readLine(line);
    const key = fingerprint(labels);
    const remembered = status === 'firing' ? this.#firing.get(key) : this.#last.get(key);
    const startsAt = from ?? remembered ?? now;
    if (status === 'firing') this.#firing.set(key, startsAt);
    else this.#firing.delete(key);
    this.#last.set(key, startsAt);
    return {
      status,
      labels,
      annotations: { summary: 'something is wrong' },
      startsAt: time(startsAt),
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : time(to ?? now),
      generatorURL: '',
      fingerprint: key,
    };
  }
}

function isWireAlert(alert: unknown): alert is WireAlert {
  return typeof alert === 'object' && alert !== null && 'fingerprint' in alert;
}

/** With as many digits as Alertmanager writes: none that are zero. */
function time(instant: number): string {
  return new Date(instant).toISOString().replace(/\.?0*Z$/, 'Z');
}

/**
 * `firing NAME label=value … @START`, `resolved NAME label=value … @START..END`. NAME `-`: without alertname. Without @ it began
 * with the first word of it, and ends now.
 */
function readLine(line: string): { status: string; labels: Labels; from: number | null; to: number | null } {
  const [status = '', name = '', ...words] = line.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  if (status !== 'firing' && status !== 'resolved') throw new Error(`${line}: begins neither with firing nor with resolved`);
  const labels = emptyLabels();
  if (name !== '-') labels.alertname = name;
  let from: number | null = null;
  let to: number | null = null;
  for (const word of words) {
    if (word.startsWith('@')) {
      const [start = '', end] = word.slice(1).split('..');
      if (start !== '') from = START + offset(start);
      if (end !== undefined) to = START + offset(end);
      continue;
    }
    const [, label = '', value = ''] = /^([^=]+)=(.*)$/.exec(word) ?? [];
    if (label === '') throw new Error(`${line}: ${word} is no label=value`);
    labels[label] = value.replace(/^"(.*)"$/, '$1');
  }
  return { status, labels, from, to };
}
