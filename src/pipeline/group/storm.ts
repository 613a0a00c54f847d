import { hash } from 'node:crypto';
import { LabelMemo } from '../../alert/labelMemo.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Incident } from '../../incident/incident.ts';
import type { StormPolicy } from '../policy.ts';
import type { MemoryKey } from '../ruleMemory.ts';
import { countNew, rateOf, type StormRate } from './stormRate.ts';
import { addToShape, explain, isOfStorm, type StormShape } from './stormShape.ts';

/** How many alerts began lately in one place, and the incident that gathers them once there are too many. */
export interface Storm {
  readonly rate: StormRate;
  /** Since when alerts have come without a pause. */
  readonly since: Instant;
  /** Of what began since then. */
  readonly shape: StormShape;
  /** Open incidents that took alerts of it, by number, with how many; the last few. */
  readonly into: readonly (readonly [incident: number, alerts: number])[];
  /** Alertnames, services and hosts that alerts of it have, as `label=value`; the first few hundred. */
  readonly touched: readonly string[];
  readonly lastAt: Instant;
  /** Set while it storms. */
  readonly incident: number | null;
  readonly until: Instant;
}

const MOST_INCIDENTS = 30;
const MOST_TOUCHED = 300;

/** Worked out once for each label set that is at hand. */
const KEYS = new LabelMemo<MemoryKey<Storm>>();

/** The place: alerts with the same values of the rule's `by` labels. */
export function stormKey(labels: Labels, rule: StormPolicy): MemoryKey<Storm> {
  const known = KEYS.get(labels, rule);
  if (known !== undefined) return known;
  const values = JSON.stringify(rule.by.map((name) => labelValue(labels, name)));
  return KEYS.set(labels, rule, `storm:${hash('sha256', values).slice(0, 16)}`);
}

/** One more alert has begun. Whether it storms is `isOn`'s to say. `isFresh`: nobody has seen `last` yet, which may be used up. */
export function stormAfter(last: Storm | null, labels: Labels, now: Instant, rule: StormPolicy, isFresh = false): Storm {
  const isQuiet = !last || (!isOn(last, now) && now - last.lastAt > rule.windowMs);
  const rate = countNew(last?.rate ?? null, now, rule.windowMs);
  const shape = addToShape(isQuiet ? null : last.shape, [labels], isFresh);
  const isFast = rateOf(rate, now, rule.windowMs) > rule.alerts;
  return {
    into: isQuiet ? [] : last.into,
    incident: !isQuiet && isOn(last, now) ? last.incident : null,
    until: isFast ? now + rule.holdMs : isQuiet ? 0 : last.until,
    since: isQuiet ? now : last.since,
    rate,
    shape,
    touched: isQuiet ? [] : last.touched,
    lastAt: now,
  };
}

/** Whether what begins now is gathered. */
export function isOn({ until }: Storm, now: Instant): boolean {
  return now < until;
}

/** An alert went into this incident. `touches`: what it is and speaks of, as `label=value`. */
export function stormInto(storm: Storm, incident: number, touches: readonly string[]): Storm {
  const before = storm.into.find(([number]) => number === incident)?.[1] ?? 0;
  const others = storm.into.filter(([number]) => number !== incident);
  // Hosts there may be thousands of: what stormed knows its own by name and service then.
  const hasRoom = (touch: string): boolean =>
    storm.touched.length < (touch.startsWith('host=') ? MOST_TOUCHED / 2 : MOST_TOUCHED);
  const added = touches.filter((touch) => hasRoom(touch) && !storm.touched.includes(touch));
  const touched = added.length > 0 ? [...storm.touched, ...added] : storm.touched;
  const into = [...others, [incident, before + 1] as const];
  return { ...storm, touched, into: into.length > MOST_INCIDENTS ? into.slice(-MOST_INCIDENTS) : into };
}

/**
 * The open incident that gathers it: its own, else one of those that began with it, told ones first, then the largest. Null: none
 * is open; what was told before the storm says nothing of it.
 */
export function gatheringIncident(storm: Storm, openIncident: (number: number) => Incident | null): Incident | null {
  const own = storm.incident === null ? null : openIncident(storm.incident);
  if (own) return own;
  const open = storm.into.flatMap(([number, alerts]) => {
    const incident = openIncident(number);
    return incident && incident.triggeredAt >= storm.since ? [{ incident, alerts }] : [];
  });
  const rank = ({ incident }: (typeof open)[number]): number =>
    (incident.notifiedAt === null ? 0 : 2) + (incident.urgency === 'high' ? 1 : 0);
  open.sort((a, b) => rank(b) - rank(a) || b.alerts - a.alerts || a.incident.number - b.incident.number);
  return open[0]?.incident ?? null;
}

/**
 * What is critical, has nothing of what most of the storm shares, and is the first of its name, service and host in it, is a
 * trouble of its own.
 */
export function keepsItsLane(
  { shape, touched }: Storm,
  labels: Labels,
  touches: readonly string[],
  severity: Severity,
  { by }: StormPolicy,
): boolean {
  if (severity !== 'critical' || isOfStorm(shape, labels, { except: by })) return false;
  return !touches.some((touch) => touched.includes(touch));
}

/** What the storm is, as people read it: "Storm: 5012 alerts; 83 % share rack=r12". */
export function stormText({ shape }: Storm, { by }: StormPolicy): string {
  const shares = explain(shape, { except: by })
    .slice(0, 3)
    .map(({ label, value, share }) => `${Math.round(share * 100)} % share ${label}=${value}`);
  return [`Storm: ${shape.total} alerts`, ...shares].join('; ');
}
