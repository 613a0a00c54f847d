import { describe, expect, it } from 'vitest';
import { formatMatcher } from '../../../src/alert/matcher.ts';
import { type InhibitMark, inhibitRoles } from '../../../src/pipeline/noise/inhibitRoles.ts';
import { NOISE_RULES } from '../../../src/pipeline/noise/noise.ts';
import type { RuleContext, RuleLook } from '../../../src/pipeline/noise/rule.ts';
import { NO_RULES } from '../../../src/pipeline/policy.ts';
import { RuleMemory } from '../../../src/pipeline/ruleMemory.ts';
import { aPolicy, aTarget } from '../aPolicy.ts';
import { anEpisode, BEGAN } from './anEpisode.ts';

const MINUTE = 60_000;
const window = { start: BEGAN, end: BEGAN + 30 * MINUTE, matchers: ['cluster="eu-1"'], graceMs: 0 };
const policy = aPolicy([[aTarget('oncall', 'pagerduty')]], {
  maintenance: [{ ...window, matchers: ['cluster="us-1"'] }, { ...window, end: BEGAN }, window],
  noise: {
    ...NO_RULES.noise,
    inhibitRules: [
      { sourceMatchers: ['severity="critical"'], targetMatchers: ['severity=~"info|debug"'], equal: ['cluster'] },
      { sourceMatchers: ['severity="critical"'], targetMatchers: ['severity="warning"'], equal: ['cluster'] },
    ],
    holdDown: [
      { matchers: ['severity="warning"', 'team="payments"'], forMs: MINUTE },
      { matchers: ['severity="warning"'], forMs: 5 * MINUTE },
    ],
  },
});
const episode = anEpisode();
const markKey = inhibitRoles(episode.labels, 'warning', policy)[0]?.key;
const mark: InhibitMark = { sources: 1, both: 0, by: 'Down (instance=a)' };
const context: RuleContext = { now: BEGAN, policy, memory: new RuleMemory([{ key: markKey ?? '', value: mark }]) };

function lines(looks: readonly RuleLook[]): string[] {
  return looks.map((look) => {
    if (look.kind === 'skips')
      return `${look.path} no: ${formatMatcher(look.failed.matcher)}, it is ${look.failed.actual || 'missing'}`;
    return `${look.path} ${look.kind}: ${look.because}`;
  });
}

describe('what a rule looked at', () => {
  it.each([
    [
      'maintenance',
      [
        'maintenance[0] no: cluster="us-1", it is eu-1',
        'maintenance[1] passes: it lasts from 2026-03-02T10:00:00.000Z until 2026-03-02T10:00:00.000Z, its grace included',
        'maintenance[2] holds: it lasts from 2026-03-02T10:00:00.000Z until 2026-03-02T10:30:00.000Z, its grace included',
      ],
    ],
    [
      'inhibit',
      [
        'noise.inhibit_rules[0] no: severity=~"info|debug", it is warning',
        'noise.inhibit_rules[1] holds: Down (instance=a) fires with the same cluster',
      ],
    ],
    [
      'hold_down',
      [
        'noise.hold_down[0] no: team="payments", it is missing',
        'noise.hold_down[1] holds: it must fire for 5m, until 2026-03-02T10:05:00.000Z',
      ],
    ],
  ])('%s', (name, expected) => {
    const rule = NOISE_RULES.find((each) => each.name === name);
    expect(lines(rule?.explain?.(episode, 'warning', context) ?? [])).toEqual(expected);
  });

  it.each(NOISE_RULES.map((rule) => [rule.name, rule] as const))('%s holds nothing once that is gone', (_, rule) => {
    const last = rule.explain?.(episode, 'warning', context).at(-1);
    if (last?.kind !== 'holds') throw new Error('it does not hold');
    expect(rule.judge(episode, 'warning', context)).not.toBeNull();
    expect(rule.judge(episode, 'warning', last.lift.context)).toBeNull();
  });
});
