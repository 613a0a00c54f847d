import type { Labels } from './labels.ts';
import type { Instant, Timestamp } from './timestamp.ts';

export type AlertStatus = 'firing' | 'resolved';

/** What a sender says of one alert, once: one element of a webhook's `alerts`, cleaned. */
export interface Alert {
  readonly integration: string;
  /** The sender's own, over the labels as sent; the integration's labels are not part of it. */
  readonly fingerprint: string;
  readonly status: AlertStatus;
  /** As sent, plus the integration's. */
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Timestamp;
  /** Null while it fires, whatever the sender wrote there (Alertmanager writes year 1). */
  readonly endsAt: Timestamp | null;
  readonly generatorUrl: string;
}

/**
 * One stretch of firing: `(integration, fingerprint, startsAt)`. The sender's receiver and groupKey are not part
 * of its identity: the same episode reaches several receivers, and route edits change the groupKey.
 */
export interface Episode {
  readonly integration: string;
  readonly fingerprint: string;
  readonly startsAt: Timestamp;
  /** Other startsAt that were given for this same episode, newest last (an HA pair that stamps its own). */
  aliases: readonly Timestamp[];
  status: AlertStatus;
  labels: Labels;
  annotations: Labels;
  generatorUrl: string;
  endsAt: Timestamp | null;
  /** Logical time at which it was first heard of. */
  readonly receivedAt: Instant;
  /** Logical time at which its end was heard of. */
  resolvedAt: Instant | null;
  incident: number | null;
  /** The rule that keeps people from being told of it while it fires, and what will end that; null: nothing does. */
  held: Hold | null;
  /** What it counts for as a source of inhibition while it fires: keys of marks, with a `+` where it is a target there too. */
  sources: readonly string[];
}

/** Why nobody is told (yet) of an alert that fires. */
export interface Hold {
  /** A word of `SuppressedBy`. */
  readonly by: string;
  /** What holds it: alerts with the same key are judged again together. */
  readonly key: string;
  /** Something else than its group brought it into its incident. */
  readonly joined?: true;
}

/** The key under which the newest episode of an alert is found. */
export function alertKey(alert: { integration: string; fingerprint: string }): string {
  return `${alert.integration}\u001f${alert.fingerprint}`;
}

/** `alertname`, or a word in its place: Alertmanager takes alerts without one. */
export function alertName(labels: Labels): string {
  return (Object.hasOwn(labels, 'alertname') && labels.alertname) || 'unnamed alert';
}
