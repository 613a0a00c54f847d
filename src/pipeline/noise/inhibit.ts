import { failedMatcher } from '../../alert/failedMatcher.ts';
import { forgetting } from './forgetting.ts';
import { type InhibitRole, inhibitRoles } from './inhibitRoles.ts';
import type { NoiseRule, RuleLook } from './rule.ts';

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
  explain(episode, severity, context) {
    const roles = new Map(inhibitRoles(episode.labels, severity, context.policy).map((role) => [role.rule, role]));
    const looks: RuleLook[] = [];
    for (const rule of context.policy.inhibitRules) {
      const { path } = rule;
      const failed = failedMatcher(rule.target, episode.labels, severity);
      if (failed) {
        looks.push({ path, kind: 'skips', failed });
        continue;
      }
      const { key, isSource } = roles.get(rule) as InhibitRole;
      const mark = context.memory.recall(key);
      if (!mark || (mark.sources === 0 && (isSource || mark.both === 0))) {
        const only = mark && isSource ? 'only alerts that are targets as well, as this one is a source' : 'no source';
        looks.push({ path, kind: 'passes', because: `${only}${sameOf(rule)} fires` });
        continue;
      }
      const without = { ...context, memory: forgetting(context.memory, key) };
      const lift = { change: `${mark.by} resolves, which inhibits it by ${path}`, context: without };
      return [...looks, { path, kind: 'holds', because: `${mark.by} fires${sameOf(rule)}`, lift }];
    }
    return looks;
  },
};

function sameOf({ equal }: { equal: readonly string[] }): string {
  return equal.length > 0 ? ` with the same ${equal.join(', ')}` : '';
}
