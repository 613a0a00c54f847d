import { alertKey } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { firingSince } from './firingSince.ts';
import { lookAt } from './lookAt.ts';
import type { NoiseRule } from './rule.ts';

/** What must fire for a while before anybody is told; what is gone before is never told. The first rule that matches decides. */
export const holdDown: NoiseRule = {
  name: 'hold_down',
  judge(episode, severity, { now, policy }) {
    const rule = firstMatch(policy.holdDown, episode.labels, severity);
    if (!rule) return null;
    const until = firingSince(episode) + rule.forMs;
    if (now >= until) return null;
    const because = `it must fire for ${formatDuration(rule.forMs)} first (${rule.path})`;
    return { do: 'defer', by: 'hold_down', key: `hold_down:${alertKey(episode)}`, until, because };
  },
  explain(episode, severity, context) {
    const { now, policy } = context;
    const rules = policy.holdDown;
    const pathOf = ({ path }: { path: string }): string => path;
    return lookAt(
      rules,
      episode,
      severity,
      (rule) => {
        const until = firingSince(episode) + rule.forMs;
        const because = `it must fire for ${formatDuration(rule.forMs)}, until ${rfc3339(until)}`;
        if (now >= until) return { path: rule.path, kind: 'passes', because, last: true };
        const without = { ...context, policy: { ...policy, holdDown: rules.filter((each) => each !== rule) } };
        return { path: rule.path, kind: 'holds', because, lift: { change: `remove ${rule.path}`, context: without } };
      },
      pathOf,
    );
  },
};
