import { alertKey, type Episode } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import { LabelMemo } from '../../alert/labelMemo.ts';
import type { Severity } from '../../alert/severity.ts';
import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import { firingSince } from './firingSince.ts';
import { changeKeys, type RecentChange } from './recentChanges.ts';
import type { Lift, NoiseRule, RuleContext } from './rule.ts';

/**
 * What begins to fire right after its service was changed is often only the change itself. It waits for a second sign: another
 * alert of its incident. Without one it is told when the hold ends and it still fires.
 */
export const changes: NoiseRule = {
  name: 'changes',
  judge(episode, severity, context) {
    const found = changeBefore(episode, severity, context);
    if (!found || context.now >= found.until || context.hasSecondSign(found.holdMs)) return null;
    const { change, since, until } = found;
    const because = `${saidSince(change, since)} (${change.what}): it waits for a second sign (noise.changes)`;
    return { do: 'defer', by: 'changes', key: `changes:${alertKey(episode)}`, until, because };
  },
  explain(episode, severity, context) {
    if (!context.policy.changes) return [];
    const path = 'noise.changes';
    const found = changeBefore(episode, severity, context);
    if (!found) return [{ path, kind: 'passes', because: 'its service was not changed right before' }];
    const { change, since, until, holdMs } = found;
    const said = `${saidSince(change, since)} (${change.what})`;
    if (context.now >= until) return [{ path, kind: 'passes', because: `${said}; it waited until ${rfc3339(until)}` }];
    if (context.hasSecondSign(holdMs))
      return [{ path, kind: 'passes', because: `${said}; another alert of its incident says so too` }];
    const second: Lift = {
      change: 'another alert of its incident, as a second sign',
      context: { ...context, hasSecondSign: () => true },
      isSecondSign: true,
    };
    return [{ path, kind: 'holds', because: `${said}: it waits for a second sign until ${rfc3339(until)}`, lifts: [second] }];
  },
};

interface ChangeBefore {
  readonly change: RecentChange;
  readonly since: Instant;
  readonly until: Instant;
  readonly holdMs: number;
}

/** Where the changes of what an alert speaks of stand, worked out once for each label set that is at hand. */
const KEYS = new LabelMemo<ReturnType<typeof changeKeys>>();
const NOTHING: readonly RecentChange[] = [];

/** The change of its service that it began right after; null: there was none, or the rule is off. */
function changeBefore(episode: Episode, severity: Severity, { policy, memory, subjectOf }: RuleContext): ChangeBefore | null {
  const rule = policy.changes;
  if (!rule) return null;
  const { windowMs, holdMs } = rule;
  const { labels } = episode;
  const keys = KEYS.get(labels, policy) ?? KEYS.set(labels, policy, changeKeys(subjectOf(labels, severity)));
  let known = NOTHING;
  for (const key of keys) {
    const found = memory.recall(key);
    if (found) known = [...known, ...found];
  }
  if (known.length === 0) return null;
  const since = firingSince(episode);
  const change = newestBefore(known, since, windowMs);
  return change && { change, since, until: since + holdMs, holdMs };
}

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
