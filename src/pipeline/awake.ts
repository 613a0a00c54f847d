import type { Instant } from '../alert/timestamp.ts';
import type { Incident, Sign } from '../incident/incident.ts';
import { stands } from '../incident/signs.ts';
import type { Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { type TogetherRole, togetherRoles } from './group/togetherRoles.ts';
import { awakeKey, type Woken } from './group/woken.ts';
import type { MemoryKey } from './ruleMemory.ts';
import { hasHeard } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** Who is awake stays so for a while after it is over; and it is looked again that often. */
export const AWAKE_MS = 600_000;
/** Nobody is taken to be awake for longer than this, whatever is still open. */
const LONGEST_MS = 4 * 3_600_000;
/** What began so long before or after somebody was woken may be of the same trouble. */
const TOGETHER_MS = 600_000;
const MOST = 5;

/** An incident became urgent: whoever is woken by it is awake for what it hangs together with. */
export function noteAwake(work: Workspace, { incident, admitted }: Change, policy: Policy): void {
  const sought = soughtBy(admitted, policy, ({ isSource, isTarget }) => isTarget && !isSource);
  for (const key of keysOf(admitted)) {
    const others = (work.memory.recall(key) ?? []).filter(({ incident: number }) => number !== incident.number);
    work.memory.remember(
      key,
      [...others, { incident: incident.number, at: work.now, ...(sought.length > 0 && { sought }) }].slice(-MOST),
    );
  }
}

/**
 * The incident that has woken somebody at about the time when these alerts began, in the same place, and that stands on something
 * this one stands on too, or that `noise.together` would have taken in; null: none.
 */
export function wokenBy(
  work: Workspace,
  { incident, admitted }: Change,
  policy: Policy,
): { number: number; because: string } | null {
  if (!policy.dependencies) return null;
  const wantedPages = pagesOf(admitted);
  for (const key of keysOf(admitted)) {
    for (const { incident: number, at, sought } of work.memory.recall(key) ?? []) {
      const other = number === incident.number ? null : work.look(number);
      if (!other || other.alarm || !isAwake(other, work.now) || work.now - at > LONGEST_MS) continue;
      if (!wantedPages.every((target) => hasWoken(other, target))) continue;
      const own = [...incident.signs.filter(stands), ...admitted.map(({ sign }) => sign)];
      if (!own.some((sign) => Math.abs(sign.at - at) <= TOGETHER_MS)) continue;
      const together = sought && soughtBy(admitted, policy, ({ isSource }) => isSource).some((role) => sought.includes(role));
      const because = together ? 'it began with that (noise.together)' : commonGround(other.signs, own, policy);
      if (because) return { number, because };
    }
  }
  return null;
}

function isAwake({ urgency, notifiedAt, status, resolvedAt }: Incident, now: Instant): boolean {
  if (urgency !== 'high' || notifiedAt === null) return false;
  return status !== 'resolved' || (resolvedAt !== null && now - resolvedAt < AWAKE_MS);
}

/** Those who are told only of what wakes them. */
function pagesOf(admitted: Change['admitted']): string[] {
  return admitted.flatMap(({ held, route }) => {
    if (held) return [];
    const low = new Set(route('low').targets);
    const { targets, muted } = route('high');
    return [...targets, ...(muted?.targets ?? [])].filter((target) => !low.has(target));
  });
}

function hasWoken({ targets }: Incident, target: string): boolean {
  return targets.some((place) => place.target === target && hasHeard(place));
}

function keysOf(admitted: Change['admitted']): Set<MemoryKey<readonly Woken[]>> {
  return new Set(admitted.map(({ sign, episode }) => awakeKey({ sign, integration: episode.integration })));
}

const MOST_SOUGHT = 10;

function soughtBy(admitted: Change['admitted'], policy: Policy, fits: (role: TogetherRole) => boolean): string[] {
  const roles = admitted.flatMap(({ episode, severity }) => togetherRoles(episode.labels, severity, policy));
  return [...new Set(roles.filter(fits).map(({ key }) => key))].slice(0, MOST_SOUGHT);
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
