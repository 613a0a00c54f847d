import { alertKey } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import type { Instant } from '../../alert/timestamp.ts';
import { firingSince } from './firingSince.ts';
import { changeKeys, type RecentChange } from './recentChanges.ts';
import type { NoiseRule } from './rule.ts';

/**
 * What begins to fire right after its service was changed is often only the change itself. It waits for a second sign: another
 * alert of its incident. Without one it is told when the hold ends and it still fires.
 */
export const changes: NoiseRule = {
  name: 'changes',
  judge(episode, _severity, { now, policy, memory, subject, hasSecondSign }) {
    const rule = policy.changes;
    if (!rule) return null;
    const since = firingSince(episode);
    const until = since + rule.holdMs;
    if (now >= until) return null;
    const known = changeKeys(subject()).flatMap((key) => memory.recall(key) ?? []);
    const change = newestBefore(known, since, rule.windowMs);
    if (!change || hasSecondSign(rule.holdMs)) return null;
    const because = `${saidSince(change, since)} (${change.what}): it waits for a second sign (noise.changes)`;
    return { do: 'defer', by: 'changes', key: `changes:${alertKey(episode)}`, until, because };
  },
};

/** A change counts from its beginning until the window after its end. */
function newestBefore(known: readonly RecentChange[], since: Instant, windowMs: number): RecentChange | null {
  const fit = known.filter(({ at, endedAt }) => at <= since && since <= Math.max(at, endedAt ?? at) + windowMs);
  return fit.reduce<RecentChange | null>((newest, each) => (newest === null || each.at > newest.at ? each : newest), null);
}

function saidSince({ at, endedAt }: RecentChange, since: Instant): string {
  if (endedAt !== null && since < endedAt) return 'its service was being changed when it began';
  // Whole seconds: nobody reads milliseconds of a deployment.
  const seconds = Math.floor((since - (endedAt ?? at)) / 1_000);
  return seconds === 0
    ? 'its service was changed as it began'
    : `its service was changed ${formatDuration(seconds * 1_000)} before`;
}
