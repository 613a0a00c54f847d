import { describe, expect, it } from 'vitest';
import { formatMatcher } from '../../../src/alert/matcher.ts';
import { bareContext } from '../../../src/pipeline/bareContext.ts';
import { type Flaps, flapsKey } from '../../../src/pipeline/noise/flapping.ts';
import { type InhibitMark, inhibitRoles } from '../../../src/pipeline/noise/inhibitRoles.ts';
import { NOISE_RULES } from '../../../src/pipeline/noise/noise.ts';
import { type RecentChange, recentChanges } from '../../../src/pipeline/noise/recentChanges.ts';
import type { RuleContext, RuleLook } from '../../../src/pipeline/noise/rule.ts';
import { NO_RULES } from '../../../src/pipeline/policy.ts';
import { RuleMemory } from '../../../src/pipeline/ruleMemory.ts';
import { SilenceIndex } from '../../../src/silence/silenceIndex.ts';
import { aSilence } from '../../silence/aSilence.ts';
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
    flapping: { windowMs: 60 * MINUTE, changes: 3, calmMs: 10 * MINUTE },
    changes: { windowMs: 5 * MINUTE, holdMs: 5 * MINUTE },
    holdDown: [
      { matchers: ['severity="warning"', 'team="payments"'], forMs: MINUTE },
      { matchers: ['severity="warning"'], forMs: 5 * MINUTE },
    ],
  },
});
const episode = anEpisode();
const markKey = inhibitRoles(episode.labels, 'warning', policy)[0]?.key;
const mark: InhibitMark = { sources: 1, both: 0, named: { sources: ['Down (instance=a)'], both: [] } };
const silences = new SilenceIndex([aSilence()], policy.timeIntervals);
const flaps: Flaps = { firing: 1, at: [BEGAN - 2 * MINUTE, BEGAN - MINUTE, BEGAN], until: BEGAN + 10 * MINUTE };
const deployed: RecentChange = { at: BEGAN - MINUTE, endedAt: null, what: 'shop 1.4.2' };
const context: RuleContext = {
  ...bareContext(BEGAN, policy),
  memory: new RuleMemory([
    { key: markKey ?? '', value: mark },
    { key: flapsKey(episode.group, 'warning'), value: flaps },
    { key: recentChanges('shop', ''), value: [deployed] },
  ]),
  silenceOf: (labels, severity, now, except) => silences.hides(labels, severity, now, except),
  subjectOf: () => ({ service: 'shop', cluster: null }),
};
/** Nothing is remembered, and nothing silenced. */
const quiet: RuleContext = { ...bareContext(BEGAN, policy), subjectOf: context.subjectOf };

function lines(looks: readonly RuleLook[]): string[] {
  return looks.map((look) => {
    if (look.kind === 'skips')
      return `${look.path} no: ${formatMatcher(look.failed.matcher)}, it is ${look.failed.actual || 'missing'}`;
    return `${look.path} ${look.kind}: ${look.because}`;
  });
}

describe('what a rule looked at', () => {
  it.each([
    ['silence', ['silence 00000000-0000-4000-8000-000000000001 holds: ada silenced it, until 2026-03-02T11:00:00.000Z']],
    ['flapping', ['noise.flapping holds: flapped 3× in 2m; told again when it has fired for 10m on end']],
    [
      'changes',
      [
        'noise.changes holds: its service was changed 1m before (shop 1.4.2): it waits for a second sign until 2026-03-02T10:05:00.000Z',
      ],
    ],
    [
      'maintenance',
      [
        'maintenance[0] no: cluster="us-1", it is eu-1',
        'maintenance[1] passes: it was over at 2026-03-02T10:00:00.000Z',
        'maintenance[2] holds: it lasts from 2026-03-02T10:00:00.000Z until 2026-03-02T10:30:00.000Z',
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

  it.each([
    ['silence', quiet, []],
    ['flapping', quiet, ['noise.flapping passes: its group does not flap']],
    ['changes', quiet, ['noise.changes passes: its service was not changed right before']],
    [
      'changes',
      { ...context, hasSecondSign: () => true },
      ['noise.changes passes: its service was changed 1m before (shop 1.4.2); another alert of its incident says so too'],
    ],
    [
      'changes',
      { ...context, now: BEGAN + 6 * MINUTE },
      ['noise.changes passes: its service was changed 1m before (shop 1.4.2); it waited until 2026-03-02T10:05:00.000Z'],
    ],
    [
      'hold_down',
      { ...quiet, now: BEGAN + 5 * MINUTE },
      [
        'noise.hold_down[0] no: team="payments", it is missing',
        'noise.hold_down[1] passes: it had fired for 5m at 2026-03-02T10:05:00.000Z',
      ],
    ],
  ])('%s, where it holds nothing', (name, given, expected) => {
    const rule = NOISE_RULES.find((each) => each.name === name);
    expect(lines(rule?.explain?.(episode, 'warning', given) ?? [])).toEqual(expected);
    expect(rule?.judge(episode, 'warning', given)).toBeNull();
  });

  it.each([
    [-1, null, 'passes: it does not begin before 2026-03-02T10:00:00.000Z'],
    [
      0,
      'maintenance until 2026-03-02T10:30:00.000Z',
      'holds: it lasts from 2026-03-02T10:00:00.000Z until 2026-03-02T10:30:00.000Z, and its grace until 2026-03-02T10:33:00.000Z',
    ],
    [
      30,
      'maintenance was over at 2026-03-02T10:30:00.000Z, and its grace lasts until 2026-03-02T10:33:00.000Z',
      'holds: it was over at 2026-03-02T10:30:00.000Z, and its grace lasts until 2026-03-02T10:33:00.000Z',
    ],
    [33, null, 'passes: it was over at 2026-03-02T10:30:00.000Z, and its grace at 2026-03-02T10:33:00.000Z'],
  ])('maintenance with a grace, %i minutes after its beginning', (minutes, judged, looked) => {
    const rule = NOISE_RULES.find(({ name }) => name === 'maintenance');
    const graced = aPolicy([[aTarget('oncall', 'pagerduty')]], { maintenance: [{ ...window, graceMs: 3 * MINUTE }] });
    const given = bareContext(BEGAN + minutes * MINUTE, graced);
    expect(rule?.judge(episode, 'warning', given)?.because ?? null).toBe(judged);
    expect(lines(rule?.explain?.(episode, 'warning', given) ?? [])).toEqual([`maintenance[0] ${looked}`]);
  });

  it('two silences go together', () => {
    const both = new SilenceIndex([aSilence(), aSilence({ id: 'b', endsAt: BEGAN + MINUTE })], policy.timeIntervals);
    const given: RuleContext = {
      ...quiet,
      silenceOf: (labels, severity, now, except) => both.hides(labels, severity, now, except),
    };
    const rule = NOISE_RULES.find(({ name }) => name === 'silence');
    const [look, other] = rule?.explain?.(episode, 'warning', given) ?? [];
    const [lift] = look?.kind === 'holds' ? look.lifts : [];
    if (!lift) throw new Error('it does not hold');
    expect(lift.change).toBe('expire silences 00000000-0000-4000-8000-000000000001 of ada and b of ada');
    expect(rule?.judge(episode, 'warning', lift.context)).toBeNull();
    expect(other).toMatchObject({ path: 'silence b', kind: 'holds', lifts: [] });
  });

  it('silences that do not match are told with what failed, the nearest few', () => {
    const matcher = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });
    const far = ['1', '2', '3'].map((id) => aSilence({ id, matchers: [matcher('alertname', 'X'), matcher('job', 'y')] }));
    const near = aSilence({ id: 'near', matchers: [matcher('alertname', 'DiskFull'), matcher('cluster', 'us-1')] });
    const hours = { names: ['gone'], ranges: [], written: ['gone'] };
    const otherSilences = [
      ...far,
      near,
      aSilence({ id: 'hours', createdBy: 'bob', recurrence: hours }),
      aSilence({ id: 'later', startsAt: BEGAN + MINUTE }),
      aSilence({ id: 'over', endsAt: BEGAN }),
    ];
    const rule = NOISE_RULES.find(({ name }) => name === 'silence');
    expect(lines(rule?.explain?.(episode, 'warning', { ...quiet, otherSilences }) ?? [])).toEqual([
      'silence hours passes: that of bob matches, outside of its hours',
      'silence near no: cluster="us-1", it is eu-1',
      'silence 1 no: alertname="X", it is DiskFull',
      'silences passes: 2 more are active that do not match',
    ]);
  });

  it.each(NOISE_RULES.map((rule) => [rule.name, rule] as const))('%s holds nothing once that is gone', (_, rule) => {
    const last = rule.explain?.(episode, 'warning', context).at(-1);
    const lifts = last?.kind === 'holds' ? last.lifts : [];
    expect(lifts).not.toEqual([]);
    expect(rule.judge(episode, 'warning', context)).not.toBeNull();
    for (const lift of lifts) expect(rule.judge(episode, 'warning', lift.context)).toBeNull();
  });
});
