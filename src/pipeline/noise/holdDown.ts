import { alertKey, type Episode } from '../../alert/alert.ts';
import { formatDuration } from '../../alert/duration.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import type { CompiledHoldDown } from '../compilePolicy.ts';
import { firingSince } from './firingSince.ts';
import { lookAt } from './lookAt.ts';
import type { NoiseRule } from './rule.ts';

/** What must fire for a while before anybody is told; what is gone before is never told. The first rule that matches decides. */
export const holdDown: NoiseRule = {
  name: 'hold_down',
  judge(episode, severity, { now, policy }) {
    const rule = firstMatch(policy.holdDown, episode.labels, severity);
    if (!rule) return null;
    const end = endOf(episode, rule);
    if (now >= end) return null;
    const because = `it must fire for ${formatDuration(rule.forMs)} first (${rule.path})`;
    return { do: 'defer', by: 'hold_down', key: `hold_down:${alertKey(episode)}`, until: end, because };
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
        const end = endOf(episode, rule);
        const time = formatDuration(rule.forMs);
        if (now >= end)
          return { path: rule.path, kind: 'passes', because: `it had fired for ${time} at ${rfc3339(end)}`, last: true };
        const because = `it must fire for ${time}, until ${rfc3339(end)}`;
        const without = { ...context, policy: { ...policy, holdDown: rules.filter((each) => each !== rule) } };
        return { path: rule.path, kind: 'holds', because, lifts: [{ change: `remove ${rule.path}`, context: without }] };
      },
      pathOf,
    );
  },
};

/** The end of an alert is told no sooner than one group_interval after its beginning was: `heard` waits for that. */
function endOf(episode: Episode, { forMs, since }: CompiledHoldDown): Instant {
  return (since === 'heard' ? episode.receivedAt : firingSince(episode)) + forMs;
}
