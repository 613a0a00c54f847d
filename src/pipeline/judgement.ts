import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Judged, Routed } from './change.ts';
import { noise } from './noise/noise.ts';
import type { NoiseRule, Opinion, RuleContext } from './noise/rule.ts';
import { chooseTargets } from './route/chooseTargets.ts';
import { policyMark } from './trace.ts';

/**
 * What the rules and the routing tree say of one alert that fires. The engine, previews and explanations all ask here, so that
 * a rule in the list is a rule for all of them. `rules` are those of the list.
 */
export function judgement(episode: Episode, severity: Severity, context: RuleContext, rules?: readonly NoiseRule[]): Judged {
  const recalled = new Map<string, unknown>();
  const memory: RuleContext['memory'] = {
    recall: (key) => {
      const value = context.memory.recall(key);
      if (value !== null) recalled.set(key, value);
      return value;
    },
  };
  const { against, passed, failures } = noise(episode, severity, { ...context, memory }, rules);
  const routed = chooseTargets(episode.labels, severity, context.policy, context.now);
  const { receivers, targets, muted, because } = routed;
  const all = [...against, ...muteAll(routed)];
  return {
    held: all[0] ?? null,
    receivers,
    targets,
    muted,
    because: failures.length > 0 ? `${because}; ${failures.join('; ')}, which holds nothing back` : because,
    trace: {
      policy: policyMark(context.policy.hash),
      severity,
      against: all,
      passed,
      ...(failures.length > 0 && { failed: failures }),
      ...(recalled.size > 0 && { recalled: [...recalled].map(([key, value]) => ({ key, value })) }),
      route: { receivers, targets, ...(muted && { muted: muted.targets }) },
    },
  };
}

/** Every receiver that takes it is told nothing at this hour. */
function muteAll({ targets, muted }: Routed): Opinion[] {
  if (targets.length > 0 || !muted) return [];
  const { until, because } = muted;
  // What ends at the same moment is judged again together.
  return [{ do: 'suppress', by: 'mute_time', key: `mute_time:${until ?? 'never'}`, until, because }];
}
