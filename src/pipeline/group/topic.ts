import { formatDuration } from '../../alert/duration.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Incident, Sign } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { AskRule } from '../ruleFailure.ts';
import type { MemoryKey, RuleMemory } from '../ruleMemory.ts';
import { type Neighbour, neighbours } from './neighbours.ts';
import { type TogetherRole, togetherRoles } from './togetherRoles.ts';

/** The incident that speaks of a service or a host. */
export interface Topic {
  readonly incident: number;
  /** When an alert about it joined last. */
  readonly at: Instant;
  /** When one did that was no mere cause; null: none did. */
  readonly symptomAt: Instant | null;
}

/** An alert as far as it decides where it belongs. */
export interface Spoken {
  readonly sign: Pick<Sign, 'service' | 'host' | 'cluster' | 'kind'>;
  readonly labels: Labels;
  readonly severity: Severity;
  readonly integration: string;
  /** Whether it is no worse than a warning. */
  readonly mild: boolean;
}

export interface Related {
  readonly incident: Incident;
  readonly by: 'dependencies' | 'same_host' | 'together' | 'storm';
  readonly because: string;
}

/** What an alert hangs together with. */
export interface Relations {
  /** Where it belongs; null: nowhere but in the incident of its group. */
  readonly joins: Related | null;
  /** Numbers of the other incidents, and of those whose alerts would join that of this one if they came after it. */
  readonly also: readonly number[];
}

const serviceKey = (place: string, service: string): MemoryKey<Topic> => `topic:service:${place}:${service}`;
const togetherKey = ({ key }: TogetherRole): MemoryKey<Topic> => `topic:${key}`;
const hostKey = (place: string, host: string): MemoryKey<Topic> => `topic:host:${place}:${host}`;

/** Where it is: its cluster, or the sender where the alert names none. */
export function placeOf({ sign, integration }: Pick<Spoken, 'sign' | 'integration'>): string {
  return sign.cluster ?? `\u001f${integration}`;
}

/**
 * Every key under which an alert may find the incident that it belongs to, or may be found. `ask`: what is left without a rule that
 * throws is the same each time.
 */
export function topicKeys(spoken: Spoken, policy: Policy, ask: AskRule): MemoryKey<Topic>[] {
  const { service, host } = spoken.sign;
  const place = placeOf(spoken);
  const around = (name: string): readonly MemoryKey<Topic>[] =>
    ask('dependencies', [serviceKey(place, name)], () => neighbours(name, policy).map((each) => serviceKey(place, each.name)));
  return [
    ...(service === null ? [] : around(service)),
    ...ask('together', [], () => togetherRoles(spoken.labels, spoken.severity, policy).map(togetherKey)),
    ...(policy.sameHost && host !== null ? [hostKey(place, host)] : []),
  ];
}

/**
 * The open incident of what an alert's service depends on, of what depends on it, of what stands on the same beside it, of its host,
 * or of what `noise.together` names: one that woke somebody, else the nearest. A rule that throws knows of none.
 */
export function related(
  spoken: Spoken,
  now: Instant,
  policy: Policy,
  memory: Pick<RuleMemory, 'recall'>,
  openIncident: (number: number) => Incident | null,
  ask: AskRule,
): Relations {
  const { service, host, kind } = spoken.sign;
  const comeAfter: number[] = [];
  const place = placeOf(spoken);
  const find = (key: MemoryKey<Topic>, windowMs: number): Found | null => {
    const topic = memory.recall(key);
    const incident = topic && now - topic.at <= windowMs ? openIncident(topic.incident) : null;
    return topic && incident ? { topic, incident } : null;
  };
  const { dependencies, sameHost } = policy;
  const along = (): Candidate[] => {
    const found: Candidate[] = [];
    if (!dependencies || service === null) return found;
    // What is critical in a dependant is felt there, whatever it is called.
    const feels = kind !== 'cause' || !spoken.mild;
    for (const other of neighbours(service, policy)) {
      const { side } = other;
      if (side === 'beside' && !feels) continue;
      const windowMs = side === 'beside' ? (dependencies.siblingsMs ?? 0) : dependencies.windowMs;
      const there = find(serviceKey(place, other.name), windowMs);
      const needsSymptom = side === 'down' || side === 'beside' || (side === 'up' && !feels);
      // What begins so long after what stands on it is another trouble.
      const isAnother =
        side === 'down' && there && now - there.incident.triggeredAt > (dependencies.causesMs ?? Number.POSITIVE_INFINITY);
      if (!there || isAnother) continue;
      if (!needsSymptom || isFelt(there.topic, now, windowMs))
        found.push({ incident: there.incident, by: 'dependencies', because: () => becauseOf(service, other, windowMs) });
      else if (side === 'down' && feels) comeAfter.push(there.incident.number);
    }
    return found;
  };
  const onHost = (): Candidate[] => {
    const there = sameHost && host !== null ? find(hostKey(place, host), sameHost.windowMs) : null;
    const because = (): string => `an incident of host ${host} is open (noise.same_host)`;
    return there ? [{ incident: there.incident, by: 'same_host', because }] : [];
  };
  const together = (): Candidate[] =>
    togetherRoles(spoken.labels, spoken.severity, policy).flatMap((role) => {
      const source = role.isTarget && !role.isSource ? find(togetherKey(role), role.rule.windowMs) : null;
      const because = (): string => `it hangs together with ${source?.incident.title} (${role.rule.path})`;
      return source ? [{ incident: source.incident, by: 'together', because }] : [];
    });
  const found = [...ask('dependencies', [], along), ...ask('same_host', [], onHost), ...ask('together', [], together)];
  const chosen = found.find(({ incident }) => hasWoken(incident)) ?? found[0];
  const others = [...(found.length > 1 ? found.map(({ incident }) => incident.number) : []), ...comeAfter];
  return {
    joins: chosen ? { ...chosen, because: chosen.because() } : null,
    also: others.length === 0 ? others : [...new Set(others)].filter((number) => number !== chosen?.incident.number),
  };
}

interface Found {
  readonly topic: Topic;
  readonly incident: Readonly<Incident>;
}

/** What an alert may hang together with. Few are asked for their reason. */
type Candidate = Pick<Related, 'incident' | 'by'> & { readonly because: () => string };

/** Whoever is awake for one of them hears of this there. */
export function hasWoken({ urgency, notifiedAt }: Readonly<Incident>): boolean {
  return urgency === 'high' && notifiedAt !== null;
}

/** Lately something joined its incident that was no mere cause. */
function isFelt({ symptomAt }: Topic, now: Instant, windowMs: number): boolean {
  return symptomAt !== null && now - symptomAt <= windowMs;
}

/**
 * Its service and host are spoken of by this incident from now on, unless another open one does so already, which is not the one that it
 * has `left`.
 */
export function speakOf(
  spoken: Spoken,
  incident: Incident,
  now: Instant,
  policy: Policy,
  memory: Pick<RuleMemory, 'recall' | 'remember'>,
  openIncident: (number: number) => Incident | null,
  { isNews, left }: { readonly isNews: boolean; readonly left: number | null },
  ask: AskRule,
): void {
  const { service, host } = spoken.sign;
  const place = placeOf(spoken);
  const { dependencies, sameHost } = policy;
  const note = (key: MemoryKey<Topic>, windowMs: number): void => {
    const last = memory.recall(key);
    // Since when it is spoken of is not changed by where.
    if (last && last.incident === left) return memory.remember(key, { ...last, incident: incident.number });
    if (last && last.incident !== incident.number && now - last.at <= windowMs && openIncident(last.incident)) return;
    // What comes and goes for days is not in trouble anew each time.
    if (last && last.incident === incident.number && !isNews) return;
    const symptomAt =
      spoken.sign.kind === 'cause' && spoken.mild ? (last?.incident === incident.number ? last.symptomAt : null) : now;
    memory.remember(key, { incident: incident.number, at: now, symptomAt });
  };
  if (dependencies && service !== null)
    ask('dependencies', undefined, () => note(serviceKey(place, service), dependencies.windowMs));
  if (sameHost && host !== null) ask('same_host', undefined, () => note(hostKey(place, host), sameHost.windowMs));
  ask('together', undefined, () => {
    for (const role of togetherRoles(spoken.labels, spoken.severity, policy))
      if (role.isSource) note(togetherKey(role), role.rule.windowMs);
  });
}

function becauseOf(service: string, { name, side, ground }: Neighbour, windowMs: number): string {
  const within = `within ${formatDuration(windowMs)} (noise.dependencies)`;
  if (side === 'self') return `an incident of ${service} is open, ${within}`;
  if (side === 'beside') return `${service} and ${name} both depend on ${ground}, ${within}`;
  return side === 'up'
    ? `${service} depends on ${name}, which is in trouble, ${within}`
    : `${name} depends on ${service}, ${within}`;
}
