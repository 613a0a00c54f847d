import { failedMatcher } from '../../alert/failedMatcher.ts';
import type { CompiledInhibitRule } from '../compilePolicy.ts';
import { forgetting } from './forgetting.ts';
import { type Inhibitors, inhibitors } from './inhibitors.ts';
import { type InhibitRole, inhibitRoles } from './inhibitRoles.ts';
import type { Lift, NoiseRule, Opinion, RuleContext, RuleLook } from './rule.ts';

/**
 * Alertmanager's inhibition: while a source fires, a target with the same values of the `equal` labels tells nobody. What is
 * both source and target is not inhibited by others that are both, and so never by itself. Of several rules the first is named;
 * the others are looked at too, so that it is known what else would have to end.
 */
export const inhibit: NoiseRule = {
  name: 'inhibit',
  judge(episode, severity, { policy, memory }) {
    let opinion: Opinion | null = null;
    for (const { rule, key, isSource, isTarget } of inhibitRoles(episode.labels, severity, policy)) {
      const by = isTarget ? inhibitors(memory.recall(key), isSource) : null;
      if (!by || opinion) continue;
      const because = `inhibited by ${by.names[0] ?? `${by.count} sources`} (${rule.path})`;
      opinion = { do: 'suppress', by: 'inhibit', key, until: null, because };
    }
    return opinion;
  },
  explain(episode, severity, context) {
    const roles = new Map(inhibitRoles(episode.labels, severity, context.policy).map((role) => [role.rule, role]));
    const looks: RuleLook[] = [];
    const holding: Holding[] = [];
    for (const rule of context.policy.inhibitRules) {
      const { path } = rule;
      const failed = failedMatcher(rule.target, episode.labels, severity);
      if (failed) {
        looks.push({ path, kind: 'skips', failed });
        continue;
      }
      const { key, isSource } = roles.get(rule) as InhibitRole;
      const mark = context.memory.recall(key);
      const by = inhibitors(mark, isSource);
      if (by) {
        holding.push({ rule, key, by });
        looks.push({ path, kind: 'holds', because: `${allOf(by)} ${fire(by)}${sameOf(rule)}`, lifts: [] });
        continue;
      }
      const because =
        mark && isSource
          ? `each source${sameOf(rule)} that fires is a target too, and this is a source too: these do not inhibit each other`
          : `no source${sameOf(rule)} fires`;
      looks.push({ path, kind: 'passes', because });
    }
    const [first] = holding;
    if (!first) return looks;
    // All of them at once: while one is left, it is held.
    const memory = holding.reduce((left, { key }) => forgetting(left, key), context.memory);
    const lifts: Lift[] = [{ change: liftText(holding), context: { ...context, memory }, endsSigns: true }];
    if (holding.length === 1) lifts.push(withoutRule(first.rule, context));
    return looks.map((look) => (look.kind === 'holds' && look.path === first.rule.path ? { ...look, lifts } : look));
  },
};

interface Holding {
  readonly rule: CompiledInhibitRule;
  readonly key: string;
  readonly by: Inhibitors;
}

function withoutRule(rule: CompiledInhibitRule, context: RuleContext): Lift {
  const { policy } = context;
  const inhibitRules = policy.inhibitRules.filter((each) => each !== rule);
  return { change: `remove ${rule.path}`, context: { ...context, policy: { ...policy, inhibitRules } } };
}

function liftText(holding: readonly Holding[]): string {
  const who = [...new Set(holding.map(({ by }) => allOf(by)))];
  const isOne = who.length === 1 && holding[0]?.by.count === 1;
  const paths = holding.map(({ rule }) => rule.path).join(' and ');
  return `${who.join(' and ')} ${isOne ? 'resolves, which inhibits' : 'resolve, which inhibit'} it by ${paths}`;
}

/** By name where all are known and have names of their own. */
function allOf({ count, names }: Inhibitors): string {
  if (new Set(names).size === count) return count > 2 ? `all ${count} of ${names.join(', ')}` : names.join(' and ');
  return names.length === 0 ? `all ${count} sources` : `all ${count} sources (${[...new Set(names)].join(', ')})`;
}

function fire({ count }: Inhibitors): string {
  return count === 1 ? 'fires' : 'fire';
}

function sameOf({ equal }: { equal: readonly string[] }): string {
  return equal.length > 0 ? ` with the same ${equal.join(', ')}` : '';
}
