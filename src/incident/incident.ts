import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';

/** PagerDuty's words. */
export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';
export const URGENCIES = ['high', 'low'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Where an incident is told, and the delivery row that holds what is told there. */
export interface IncidentTarget {
  /** A `Target.id` of the policy. */
  readonly target: string;
  /** The `state` row, for notifiers that keep one; null where every message stands for itself. */
  readonly delivery: number | null;
  /** It is told of the incident only while that is of this urgency; not set: of any. */
  readonly only?: Urgency;
  /** It was told, so that it hears of the end too. */
  readonly told?: true;
  /** That was of an earlier opening: of this one it has heard nothing. */
  readonly over?: true;
  /** Nothing is told there by itself: the receiver has had too much, and hears of it in a digest. */
  readonly withheld?: true;
}

/** An alert as it counts towards "something else says so too": one of its name on its host, of its service. */
export interface Sign {
  readonly alertname: string;
  readonly host: string | null;
  readonly service: string | null;
  /** Of the alert's own label, else of its service. */
  readonly team: string | null;
  readonly cluster: string | null;
  /** Whether users feel it, may not, or nobody knows. */
  readonly kind: 'symptom' | 'cause' | 'unknown';
  /** When it was seen to fire last. */
  readonly at: Instant;
  /** The alerts that give it and fire now: none, and it no longer stands. Absent: more than are followed, or nobody looked. */
  readonly alerts?: readonly string[];
}

/** An urgency rule that decided low and waits for more signs. */
export interface ArmedUrgency {
  /** Names the rule; the same after a reload that does not change it. */
  readonly rule: string;
  readonly sign: Sign;
}

/** The alert that an incident is named after. */
export interface Lead {
  readonly integration: string;
  readonly fingerprint: string;
  readonly severity: Severity;
}

/** What hangs together and is told once. Plain data; `transitions.ts` has what may become of it. */
export interface Incident {
  readonly number: number;
  /** Which alerts belong to it: a hash of the grouping rule's label values. */
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  title: string;
  /** The worst that people were told of since it was opened; null: nobody was told of any yet. */
  lead: Lead | null;
  /** What it is about, as far as its alerts say; the last that they said. */
  service: string | null;
  team: string | null;
  status: IncidentStatus;
  urgency: Urgency;
  /** The worst of the alerts since it was opened; it never falls while it is open. */
  severity: Severity;
  /** Counts up at each reopening, and when a raised severity must page after an acknowledgement. */
  opening: number;
  /** Counts up at every change that a message shows. */
  revision: number;
  readonly createdAt: Instant;
  triggeredAt: Instant;
  acknowledgedAt: Instant | null;
  acknowledgedBy: string | null;
  resolvedAt: Instant | null;
  /** A person's name, or `alerts` when the last one stopped firing. */
  resolvedBy: string | null;
  /** When somebody was told last; null while `group_wait` runs. */
  notifiedAt: Instant | null;
  firing: number;
  resolved: number;
  /** Of those that fire: how many a rule holds back. */
  held: number;
  /** Of those that are held: how many wait for a second sign. */
  awaitingSign: number;
  /** Alerts that wait for `group_wait` to end. */
  waiting: number;
  /** By hash of the sender's group: how many alerts its last webhook left out (`max_alerts`). Empty: none. */
  truncated: Readonly<Record<string, number>>;
  targets: readonly IncidentTarget[];
  readonly reopenWindowMs: number;
  /** Newest last, one for each (alertname, host, service); the last hundred. Silenced alerts and those under maintenance are none. */
  signs: readonly Sign[];
  armed: readonly ArmedUrgency[];
  /** It is kept open because what was in it flaps, as people read it; null: it is not. */
  flapping: string | null;
  /** What people are told of it beside its alerts, a line each: the probable cause, what a storm's alerts share. */
  remarks: readonly string[];
  /** Set on incidents that Tocsin opened about itself. */
  readonly alarm: boolean;
}
