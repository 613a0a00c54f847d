import { formatDuration } from '../../alert/duration.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { FlappingPolicy } from '../policy.ts';

/** So many are counted out for people. */
const MOST = 100;

/** The openings and endings that still count, with the one of `now`. Without the rule none is kept. */
export function addFlip(flips: readonly Instant[], now: Instant, rule: FlappingPolicy | null): readonly Instant[] {
  return rule ? [...recent(flips, now, rule), now].slice(-MOST) : [];
}

/** Whether so many of them are flapping. */
export function isFlapping(flips: readonly Instant[], now: Instant, rule: FlappingPolicy | null): boolean {
  return rule !== null && recent(flips, now, rule).length >= rule.changes;
}

/** As people read it: "flapped 14× in 30m". */
export function flappingText(flips: readonly Instant[], now: Instant, { calmMs }: FlappingPolicy): string {
  const since = Math.max(60_000, Math.ceil((now - (flips[0] ?? now)) / 60_000) * 60_000);
  return `flapped ${flips.length}× in ${formatDuration(since)}; told again when it has fired for ${formatDuration(calmMs)} on end`;
}

function recent(flips: readonly Instant[], now: Instant, { windowMs }: FlappingPolicy): Instant[] {
  return flips.filter((at) => now - at <= windowMs);
}
