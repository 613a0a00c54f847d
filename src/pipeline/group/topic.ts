import { formatDuration } from '../../alert/duration.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Incident, Sign } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { AskRule } from '../ruleFailure.ts';
import type { MemoryKey, RuleMemory } from '../ruleMemory.ts';
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
    ask('dependencies', [serviceKey(place, name)], () => neighbours(name, place, policy).map(({ key }) => key));
  return [
    ...(service === null ? [] : around(service)),
    ...ask('together', [], () => togetherRoles(spoken.labels, spoken.severity, policy).map(togetherKey)),
    ...(policy.sameHost && host !== null ? [hostKey(place, host)] : []),
  ];
}

/**
 * The open incident of what an alert's service depends on, of what depends on it, or of its host: one that woke somebody, else the
 * nearest. A rule that throws knows of none.
 */
export function related(
  spoken: Spoken,
  now: Instant,
  policy: Policy,
  memory: Pick<RuleMemory, 'recall'>,
  openIncident: (number: number) => Incident | null,
  ask: AskRule,
): Related | null {
  const { service, host, kind } = spoken.sign;
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
    const { windowMs } = dependencies;
    for (const { name, side, key } of neighbours(service, place, policy)) {
      // What is critical in a dependant is felt there, whatever it is called.
      if (side === 'up' && kind === 'cause' && spoken.mild) continue;
      const there = find(key, windowMs);
      if (!there || (side === 'down' && !isFelt(there.topic, now, windowMs))) continue;
      found.push({ incident: there.incident, by: 'dependencies', because: () => becauseOf(service, name, side, windowMs) });
      if (hasWoken(there.incident)) break;
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
  return chosen ? { ...chosen, because: chosen.because() } : null;
}

interface Found {
  readonly topic: Topic;
  readonly incident: Readonly<Incident>;
}

/** What an alert may hang together with. Few are asked for their reason. */
type Candidate = Pick<Related, 'incident' | 'by'> & { readonly because: () => string };

/** Whoever is awake for one of them hears of this there. */
function hasWoken({ urgency, notifiedAt }: Readonly<Incident>): boolean {
  return urgency === 'high' && notifiedAt !== null;
}

/** Lately something joined its incident that was no mere cause. */
function isFelt({ symptomAt }: Topic, now: Instant, windowMs: number): boolean {
  return symptomAt !== null && now - symptomAt <= windowMs;
}

/** Its service and host are spoken of by this incident from now on, unless another open one does so already. */
export function speakOf(
  spoken: Spoken,
  incident: Incident,
  now: Instant,
  policy: Policy,
  memory: Pick<RuleMemory, 'recall' | 'remember'>,
  openIncident: (number: number) => Incident | null,
  isNews: boolean,
  ask: AskRule,
): void {
  const { service, host } = spoken.sign;
  const place = placeOf(spoken);
  const { dependencies, sameHost } = policy;
  const note = (key: MemoryKey<Topic>, windowMs: number): void => {
    const last = memory.recall(key);
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

interface Neighbour {
  readonly name: string;
  readonly side: 'self' | 'up' | 'down';
  readonly key: MemoryKey<Topic>;
}

/** By policy, by place, by service. */
const NEIGHBOURS = new WeakMap<Policy, Map<string, Map<string, readonly Neighbour[]>>>();
/** Installations have a few clusters; a label that is another one each time must not fill the memory. */
const MOST_PLACES = 100;

/** The service itself, then what it stands on and what stands on it, nearest first, in one place. */
function neighbours(service: string, place: string, policy: Policy): readonly Neighbour[] {
  const depth = policy.dependencies?.depth;
  if (depth === undefined) return [];
  // A name that alerts chose and nobody configured has no neighbours, and is not kept.
  if (!policy.known.services.has(service)) return [{ name: service, side: 'self', key: serviceKey(place, service) }];
  const ofPolicy = NEIGHBOURS.get(policy) ?? new Map<string, Map<string, readonly Neighbour[]>>();
  NEIGHBOURS.set(policy, ofPolicy);
  let ofPlace = ofPolicy.get(place);
  if (!ofPlace) {
    if (ofPolicy.size >= MOST_PLACES) ofPolicy.clear();
    ofPlace = new Map();
    ofPolicy.set(place, ofPlace);
  }
  const known = ofPlace.get(service) ?? around(service, depth, place, policy);
  ofPlace.set(service, known);
  return known;
}

function around(service: string, depth: number, place: string, { graph }: Policy): readonly Neighbour[] {
  const steps = (side: 'up' | 'down', reached: ReadonlyMap<string, number>) =>
    [...reached].map(([name, distance]) => ({ name, side, distance }));
  const found = [...steps('up', graph.upstreamOf(service, depth)), ...steps('down', graph.downstreamOf(service, depth))].sort(
    (a, b) => a.distance - b.distance,
  );
  const self: Neighbour = { name: service, side: 'self', key: serviceKey(place, service) };
  return [self, ...found.map(({ name, side }) => ({ name, side, key: serviceKey(place, name) }))];
}

function becauseOf(service: string, other: string, side: Neighbour['side'], windowMs: number): string {
  const within = `within ${formatDuration(windowMs)} (noise.dependencies)`;
  if (side === 'self') return `an incident of ${service} is open, ${within}`;
  return side === 'up'
    ? `${service} depends on ${other}, which is in trouble, ${within}`
    : `${other} depends on ${service}, ${within}`;
}
