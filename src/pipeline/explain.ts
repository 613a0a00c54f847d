import type { Episode } from '../alert/alert.ts';
import { type FailedMatcher, failedMatcher } from '../alert/failedMatcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { NOISE_RULES } from './noise/noise.ts';
import type { NoiseRule, RuleContext } from './noise/rule.ts';
import { mutedNow } from './route/mutedNow.ts';
import { route } from './route/route.ts';

/** One thing that was looked at for an alert, and what came of it. */
export interface Look {
  readonly stage: 'grouping' | 'noise' | 'route';
  /** `grouping`, `route`, or the word of a noise rule. */
  readonly rule: string;
  /** Where it stands in the configuration, or its name. */
  readonly path: string;
  readonly outcome: 'takes' | 'enters' | 'skips' | 'passes' | 'holds' | 'mutes' | 'fails';
  readonly because: string | null;
  /** The first matcher that did not hold, where it `skips`. */
  readonly failed: FailedMatcher | null;
}

/** Everything that is looked at for an alert that fires, in the order of the walk. For people who ask why: it decides nothing. */
export function explain(
  episode: Episode,
  severity: Severity,
  context: RuleContext,
  rules: readonly NoiseRule[] = NOISE_RULES,
): readonly Look[] {
  return [
    ...grouping(episode, severity, context.policy),
    ...rules.flatMap((rule) => noise(rule, episode, severity, context)),
    ...routing(episode, severity, context),
  ];
}

function grouping({ labels }: Episode, severity: Severity, policy: Policy): Look[] {
  const looks: Look[] = [];
  for (const [index, rule] of policy.grouping.entries()) {
    const failed = failedMatcher(rule.matchers, labels, severity);
    const by = rule.groupBy === 'sender' ? "the sender's group labels" : rule.groupBy.join(', ');
    const common = { stage: 'grouping', rule: 'grouping', path: `grouping[${index}]` } as const;
    if (failed) looks.push({ ...common, outcome: 'skips', because: null, failed });
    else return [...looks, { ...common, outcome: 'takes', because: `by ${by}`, failed: null }];
  }
  return looks;
}

function noise(rule: NoiseRule, episode: Episode, severity: Severity, context: RuleContext): Look[] {
  const common = { stage: 'noise', rule: rule.name } as const;
  try {
    const looks = rule.explain?.(episode, severity, context);
    if (!looks) {
      // It does not say what it looks at: at least what came of it.
      const opinion = rule.judge(episode, severity, context);
      const because = opinion?.because ?? 'it has nothing against it';
      return [{ ...common, path: rule.name, outcome: opinion ? 'holds' : 'passes', because, failed: null }];
    }
    return looks.map((look) => {
      if (look.kind === 'skips') return { ...common, path: look.path, outcome: 'skips', because: null, failed: look.failed };
      return { ...common, path: look.path, outcome: look.kind, because: look.because, failed: null };
    });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return [{ ...common, path: rule.name, outcome: 'fails', because, failed: null }];
  }
}

function routing({ labels }: Episode, severity: Severity, { policy, now }: RuleContext): Look[] {
  const { trace, taken } = route(policy.route, labels, severity);
  return trace.map(({ path, receiver, outcome }) => {
    const common = { stage: 'route', rule: 'route', path } as const;
    if (outcome.kind === 'skips') {
      const failed = { matcher: outcome.failed, actual: outcome.actual };
      return { ...common, outcome: 'skips', because: null, failed };
    }
    const node = taken.find((each) => each.path === path);
    const mute = node ? mutedNow(node, now) : null;
    if (mute) return { ...common, outcome: 'mutes', because: `${receiver} is ${mute.because}`, failed: null };
    const because = outcome.kind === 'takes' ? `to ${receiver}` : 'routes below it take the alert';
    return { ...common, outcome: outcome.kind, because, failed: null };
  });
}
