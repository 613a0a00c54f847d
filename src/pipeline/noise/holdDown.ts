import { alertKey, type Episode } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import { matchesAll } from '../../alert/matcher.ts';
import type { Instant } from '../../alert/timestamp.ts';
import { instantOf } from '../../alert/timestamp.ts';
import type { NoiseRule } from './rule.ts';

/** What must fire for a while before anybody is told; what is gone before is never told. The first rule that matches decides. */
export const holdDown: NoiseRule = {
  name: 'hold_down',
  judge(episode, severity, { now, policy }) {
    const rule = policy.holdDown.find(({ matchers }) => matchesAll(matchers, episode.labels, severity));
    if (!rule) return null;
    const until = since(episode) + rule.forMs;
    if (now >= until) return null;
    const because = `it must fire for ${formatDuration(rule.forMs)} first (${rule.path})`;
    return { do: 'defer', by: 'hold_down', key: `hold_down:${alertKey(episode)}`, until, because };
  },
};

/** A sender's clock may be ahead: then it is counted from when the alert was first heard of. */
function since({ startsAt, receivedAt }: Episode): Instant {
  return Math.min(instantOf(startsAt), receivedAt);
}
