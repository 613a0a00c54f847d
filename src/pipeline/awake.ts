import { formatDuration } from '../alert/duration.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
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
const MOST = 5;

type Awake = NonNullable<NonNullable<Policy['urgency']>['awake']>;

/** An incident became urgent: whoever is woken by it is awake for what it hangs together with. */
export function noteAwake(work: Workspace, { incident, admitted }: Change, policy: Policy): void {
  if (!policy.urgency?.awake) return;
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
export function wokenBy(work: Workspace, change: Change, policy: Policy): { number: number; because: string } | null {
  const awake = policy.urgency?.awake;
  if (!awake) return null;
  const wanted = wakenBy(change.admitted);
  return beganWith(work, change, policy, awake.withinMs, (other, at) => asleep(other, at, wanted, awake, work.now) === null);
}

/** Why nobody is awake any more for what these alerts hang together with, as people read it; null: nobody was. */
export function wokenNoMore(work: Workspace, change: Change, policy: Policy): string | null {
  const awake = policy.urgency?.awake;
  if (!awake) return null;
  const wanted = wakenBy(change.admitted);
  const found = beganWith(
    work,
    change,
    policy,
    awake.withinMs,
    (other, at) => asleep(other, at, wanted, awake, work.now) !== null,
  );
  const other = found && work.look(found.number);
  return other && `nobody is awake for it any more: #${other.number} ${asleep(other, found.at, wanted, awake, work.now)}`;
}

function beganWith(
  work: Workspace,
  { incident, admitted }: Change,
  policy: Policy,
  withinMs: number,
  isWanted: (other: Incident, at: Instant) => boolean,
): { number: number; at: Instant; because: string } | null {
  for (const key of keysOf(admitted)) {
    for (const { incident: number, at, sought } of work.memory.recall(key) ?? []) {
      const other = number === incident.number ? null : work.look(number);
      if (!other || other.alarm || !isWanted(other, at)) continue;
      const own = [...incident.signs.filter(stands), ...admitted.map(({ sign }) => sign)];
      if (!own.some((sign) => Math.abs(sign.at - at) <= withinMs)) continue;
      const together = sought && soughtBy(admitted, policy, ({ isSource }) => isSource).some((role) => sought.includes(role));
      const because = together ? 'it began with that (noise.together)' : commonGround(other.signs, own, policy);
      if (because) return { number, at, because };
    }
  }
  return null;
}

/** Why nobody is awake for an incident that became urgent at `at`; null: somebody is. */
function asleep(incident: Incident, at: Instant, wanted: readonly string[], { longestMs }: Awake, now: Instant): string | null {
  const { urgency, notifiedAt, status, resolvedAt } = incident;
  if (urgency !== 'high' || notifiedAt === null) return 'wakes nobody now';
  if (status === 'resolved' && (resolvedAt === null || now - resolvedAt >= AWAKE_MS))
    return `has been over since ${resolvedAt === null ? 'long ago' : rfc3339(resolvedAt)}`;
  if (now - at > longestMs) return `woke somebody more than ${formatDuration(longestMs)} ago`;
  return wanted.every((target) => hasWoken(incident, target)) ? null : 'has not woken all whom this one wakes';
}

/** Those who would be told by these, now or when their hour has come, if it were urgent. */
function wakenBy(admitted: Change['admitted']): string[] {
  return admitted.flatMap(({ held, route }) => {
    if (held) return [];
    const { targets, muted } = route('high');
    return [...targets, ...(muted?.targets ?? [])];
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
