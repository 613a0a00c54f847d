import type { Instant } from '../alert/timestamp.ts';
import type { Incident, Sign } from '../incident/incident.ts';
import { stands } from '../incident/signs.ts';
import type { Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { placeOf, type Spoken } from './group/topic.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

/** An incident that became urgent. */
export interface Woken {
  readonly incident: number;
  readonly at: Instant;
}

/** Who is awake stays so for a while after it is over; and it is looked again that often. */
export const AWAKE_MS = 600_000;
const MOST = 5;

type Somewhere = Pick<Spoken, 'sign' | 'integration'>;

/** Under which the incidents of a cluster (or of a sender that names none) are found that woke somebody last. */
export function awakeKey(where: Pick<Somewhere, 'integration'> & { sign: Somewhere['sign'] }): MemoryKey<readonly Woken[]> {
  return `awake:${placeOf(where)}`;
}

/** An incident became urgent: whoever is woken by it is awake for what it hangs together with. */
export function noteAwake(work: Workspace, { incident, admitted }: Change): void {
  for (const key of keysOf(admitted)) {
    const others = (work.memory.recall(key) ?? []).filter(({ incident: number }) => number !== incident.number);
    work.memory.remember(key, [...others, { incident: incident.number, at: work.now }].slice(-MOST));
  }
}

/**
 * The incident that has woken somebody at about the time when these alerts began, in the same place, and that stands on something
 * this one stands on too; null: none.
 */
export function wokenBy(
  work: Workspace,
  { incident, admitted }: Change,
  policy: Policy,
): { number: number; because: string } | null {
  const windowMs = policy.dependencies?.windowMs;
  if (windowMs === undefined) return null;
  for (const key of keysOf(admitted)) {
    for (const { incident: number, at } of work.memory.recall(key) ?? []) {
      const other = number === incident.number ? null : work.incident(number);
      if (!other || other.alarm || !isAwake(other, work.now)) continue;
      if (!admitted.some(({ episode }) => Math.abs(episode.receivedAt - at) <= windowMs)) continue;
      const own = [...incident.signs.filter(stands), ...admitted.map(({ sign }) => sign)];
      const because = commonGround(other.signs, own, policy);
      if (because) return { number, because };
    }
  }
  return null;
}

function isAwake({ urgency, notifiedAt, status, resolvedAt }: Incident, now: Instant): boolean {
  if (urgency !== 'high' || notifiedAt === null) return false;
  return status !== 'resolved' || (resolvedAt !== null && now - resolvedAt < AWAKE_MS);
}

function keysOf(admitted: Change['admitted']): Set<MemoryKey<readonly Woken[]>> {
  return new Set(admitted.map(({ sign, episode }) => awakeKey({ sign, integration: episode.integration })));
}

/** What both stand on, or one of them on the other. */
function commonGround(one: readonly Sign[], other: readonly Sign[], policy: Policy): string | null {
  const depth = policy.dependencies?.depth ?? 0;
  const groundOf = (signs: readonly Sign[]): Map<string, string> => {
    const ground = new Map<string, string>();
    for (const { service } of signs) {
      if (service === null || ground.get(service) === service) continue;
      for (const name of policy.graph.upstreamOf(service, depth).keys()) if (!ground.has(name)) ground.set(name, service);
      ground.set(service, service);
    }
    return ground;
  };
  const below = groundOf(one);
  for (const [name, service] of groundOf(other)) {
    const there = below.get(name);
    if (there === undefined) continue;
    if (there === name && service === name) return `both are of ${name}`;
    if (there === name) return `${service} depends on ${name}`;
    if (service === name) return `${there} depends on ${name}`;
    return `${service} and ${there} both depend on ${name}`;
  }
  return null;
}
