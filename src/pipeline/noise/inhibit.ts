import { inhibitRoles } from './inhibitRoles.ts';
import type { NoiseRule } from './rule.ts';

/**
 * Alertmanager's inhibition: while a source fires, a target with the same values of the `equal` labels tells nobody. What is
 * both source and target is not inhibited by others that are both, and so never by itself.
 */
export const inhibit: NoiseRule = {
  name: 'inhibit',
  judge(episode, severity, { policy, memory }) {
    for (const { rule, key, isSource, isTarget } of inhibitRoles(episode.labels, severity, policy)) {
      const mark = isTarget ? memory.recall(key) : null;
      if (!mark || (mark.sources === 0 && (isSource || mark.both === 0))) continue;
      return { do: 'suppress', by: 'inhibit', key, until: null, because: `inhibited by ${mark.by} (${rule.path})` };
    }
    return null;
  },
};
