import { alertKey } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import { matchesAll } from '../../alert/matcher.ts';
import { firingSince } from './firingSince.ts';
import type { NoiseRule } from './rule.ts';

/** What must fire for a while before anybody is told; what is gone before is never told. The first rule that matches decides. */
export const holdDown: NoiseRule = {
  name: 'hold_down',
  judge(episode, severity, { now, policy }) {
    const rule = policy.holdDown.find(({ matchers }) => matchesAll(matchers, episode.labels, severity));
    if (!rule) return null;
    const until = firingSince(episode) + rule.forMs;
    if (now >= until) return null;
    const because = `it must fire for ${formatDuration(rule.forMs)} first (${rule.path})`;
    return { do: 'defer', by: 'hold_down', key: `hold_down:${alertKey(episode)}`, until, because };
  },
};
