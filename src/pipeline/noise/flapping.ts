import { formatDuration } from '../../alert/duration.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { FlappingPolicy } from '../policy.ts';
import type { MemoryKey } from '../ruleMemory.ts';
import { forgetting } from './forgetting.ts';
import type { Lift, NoiseRule } from './rule.ts';

/** How often the alerts of a group, of one severity, have begun and ended lately. */
export interface Flaps {
  /** Of the alerts that fire now, how many. */
  readonly firing: number;
  /** When the first of them began to fire, and when the last one ended; newest last. */
  readonly at: readonly Instant[];
  /** It flaps, until then at least. 0: it does not. */
  readonly until: Instant;
  /** What {@link COUNTED_SINCE} held as `firing` was counted; absent: nothing. */
  readonly since?: number;
}

/**
 * The journal's position since which beginnings and ends are counted in the same way. Who began before that may have ended unseen, or under
 * another severity.
 */
export const COUNTED_SINCE: MemoryKey<number> = 'flapping';

/** So many are counted out for people. */
const MOST = 100;

/** A worse alert of the same group has a count of its own: what is mild and flaps does not hold it. */
export function flapsKey(group: string, severity: Severity): MemoryKey<Flaps> {
  return `flaps:${severity}:${group}`;
}

/**
 * The count after an alert has begun (`by` 1) or ended (-1). Only the first that begins and the last that ends change anything. `since`: see
 * {@link COUNTED_SINCE}.
 */
export function countFlap(
  last: Flaps | null,
  by: 1 | -1,
  now: Instant,
  { windowMs, changes, calmMs, shorterThanMs }: FlappingPolicy,
  since: number | null = null,
): Flaps {
  const counted = since === null ? {} : { since };
  const before = last && last.since === counted.since ? last.firing : 0;
  const firing = Math.max(0, before + by);
  // It flapped and has been calm: what was before is over.
  const isCalm = last !== null && last.until > 0 && last.until <= now;
  const recent = isCalm ? [] : (last?.at ?? []).filter((at) => now - at <= windowMs);
  if ((before === 0) === (firing === 0)) return { firing, at: recent, until: isCalm ? 0 : (last?.until ?? 0), ...counted };
  const began = firing === 0 ? (last?.at.at(-1) ?? Number.NEGATIVE_INFINITY) : now;
  const isLong = shorterThanMs !== undefined && now - began > shorterThanMs;
  const at = isLong ? recent.filter((change) => change !== began) : [...recent, now].slice(-MOST);
  const isFlapping = at.length >= changes || (last?.until ?? 0) > now;
  return { firing, at, until: isFlapping ? now + calmMs : 0, ...counted };
}

/** As people read it: "flapped 14× in 30m". */
export function flappingText({ at }: Flaps, { calmMs, secondSignMs }: FlappingPolicy): string {
  const lasted = roundedUp((at.at(-1) ?? 0) - (at[0] ?? 0));
  const sooner = secondSignMs === undefined ? '' : ', or something else says so too';
  return `flapped ${at.length}× in ${formatDuration(lasted)}; told again when it has fired for ${formatDuration(calmMs)} on end${sooner}`;
}

/** To the minute, or where it is less than one to the second. */
function roundedUp(ms: number): number {
  const unit = ms < 60_000 ? 1_000 : 60_000;
  return Math.max(unit, Math.ceil(ms / unit) * unit);
}

/** What begins and ends all the time is told once too few: until it has been calm for a while, in whichever way. */
export const flapping: NoiseRule = {
  name: 'flapping',
  judge({ group }, severity, { now, policy, memory, hasSecondSign }) {
    if (!policy.flapping) return null;
    const key = flapsKey(group, severity);
    const flaps = memory.recall(key);
    if (!flaps || flaps.until <= now) return null;
    const { secondSignMs } = policy.flapping;
    if (secondSignMs !== undefined && hasSecondSign(secondSignMs, true)) return null;
    return { do: 'suppress', by: 'flapping', key, until: flaps.until, because: flappingText(flaps, policy.flapping) };
  },
  explain({ group }, severity, context) {
    const { now, policy, memory } = context;
    if (!policy.flapping) return [];
    const path = 'noise.flapping';
    const key = flapsKey(group, severity);
    const flaps = memory.recall(key);
    if (!flaps || flaps.until <= now) return [{ path, kind: 'passes', because: 'its group does not flap' }];
    const because = flappingText(flaps, policy.flapping);
    const { secondSignMs } = policy.flapping;
    if (secondSignMs !== undefined && context.hasSecondSign(secondSignMs, true))
      return [{ path, kind: 'passes', because: 'its group flaps, and another alert of its incident says so too' }];
    const second: Lift = {
      change: 'an alert of another name in its incident, as a second sign',
      context: { ...context, hasSecondSign: () => true },
      isSecondSign: true,
    };
    const calm: Lift = { change: 'its group stops flapping', context: { ...context, memory: forgetting(memory, key) } };
    return [{ path, kind: 'holds', because, lifts: secondSignMs === undefined ? [calm] : [second, calm] }];
  },
};
