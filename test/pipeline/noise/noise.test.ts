import { describe, expect, it } from 'vitest';
import { timestampOf } from '../../../src/alert/timestamp.ts';
import { holdDown } from '../../../src/pipeline/noise/holdDown.ts';
import { maintenance } from '../../../src/pipeline/noise/maintenance.ts';
import { NOISE_RULES, noise } from '../../../src/pipeline/noise/noise.ts';
import type { NoiseRule } from '../../../src/pipeline/noise/rule.ts';
import { NO_RULES, type PolicySource } from '../../../src/pipeline/policy.ts';
import { aPolicy, aTarget } from '../aPolicy.ts';
import { anEpisode, BEGAN } from './anEpisode.ts';

const MINUTE = 60_000;
/** No source of inhibition fires. */
const QUIET = {
  memory: { recall: () => null },
  subjectOf: () => ({ service: null, cluster: null }),
  hasSecondSign: () => false,
  silenceOf: () => null,
};
const policy = (over: Partial<PolicySource>) => aPolicy([[aTarget('oncall', 'pagerduty')]], over);

describe('hold-down', () => {
  const rules = policy({
    noise: {
      ...NO_RULES.noise,
      holdDown: [
        { matchers: ['severity="warning"', 'cluster="eu-1"'], forMs: 5 * MINUTE },
        { matchers: ['severity=~"warning|info"'], forMs: 60 * MINUTE },
      ],
    },
  });
  const at = (now: number, over = {}) => holdDown.judge(anEpisode(over), 'warning', { now, ...QUIET, policy: rules });

  it.each([
    ['at once', BEGAN, {}, BEGAN + 5 * MINUTE],
    ['just before its end', BEGAN + 5 * MINUTE - 1, {}, BEGAN + 5 * MINUTE],
    ['at its end', BEGAN + 5 * MINUTE, {}, null],
    ['by the first rule that matches', BEGAN, { labels: { severity: 'warning', cluster: 'us-1' } }, BEGAN + 60 * MINUTE],
    [
      'from when it was heard of, if its sender is ahead',
      BEGAN,
      { startsAt: timestampOf(BEGAN + 60 * MINUTE) },
      BEGAN + 5 * MINUTE,
    ],
    ['not, if it had begun long before it was heard of', BEGAN, { startsAt: timestampOf(BEGAN - 60 * MINUTE) }, null],
  ])('%s', (_name, now, over, until) => {
    expect(at(now, over)?.until ?? null).toBe(until);
  });

  it('counts from when it was heard of, if the rule says so', () => {
    const heard = policy({ noise: { ...NO_RULES.noise, holdDown: [{ matchers: [], forMs: 5 * MINUTE, since: 'heard' }] } });
    const early = anEpisode({ startsAt: timestampOf(BEGAN - 60 * MINUTE) });
    const judged = holdDown.judge(early, 'warning', { now: BEGAN, ...QUIET, policy: heard });
    expect(judged?.until).toBe(BEGAN + 5 * MINUTE);
  });

  it('holds nothing back that no rule matches', () => {
    const critical = anEpisode({ labels: { alertname: 'DiskFull', severity: 'critical' } });
    expect(holdDown.judge(critical, 'critical', { now: BEGAN, ...QUIET, policy: rules })).toBeNull();
  });

  it('is each alert’s own, and names its rule', () => {
    expect(at(BEGAN)).toMatchObject({ do: 'defer', by: 'hold_down', because: expect.stringContaining('noise.hold_down[0]') });
    expect(at(BEGAN)?.key).not.toBe(at(BEGAN, { fingerprint: '00000000000000bb' })?.key);
  });
});

describe('maintenance', () => {
  const window = { start: BEGAN, end: BEGAN + 30 * MINUTE, matchers: ['cluster="eu-1"'], graceMs: 3 * MINUTE };
  const at = (now: number, over = {}) =>
    maintenance.judge(anEpisode(over), 'warning', { now, ...QUIET, policy: policy({ maintenance: [window] }) });

  it.each([
    ['before it begins', BEGAN - 1, {}, null],
    ['from its beginning', BEGAN, {}, BEGAN + 33 * MINUTE],
    ['in its grace', BEGAN + 33 * MINUTE - 1, {}, BEGAN + 33 * MINUTE],
    ['no more after its grace', BEGAN + 33 * MINUTE, {}, null],
    ['not for what it does not match', BEGAN, { labels: { cluster: 'us-1' } }, null],
  ])('%s', (_name, now, over, until) => {
    expect(at(now, over)?.until ?? null).toBe(until);
  });

  it('holds under the same key after a reload that leaves it as it is', () => {
    const moved = policy({ maintenance: [{ ...window, start: BEGAN - MINUTE, matchers: ['a="b"'] }, window] });
    expect(maintenance.judge(anEpisode(), 'warning', { now: BEGAN, ...QUIET, policy: moved })?.key).toBe(at(BEGAN)?.key);
  });
});

describe('all rules', () => {
  const both = policy({
    maintenance: [{ start: BEGAN, end: BEGAN + MINUTE, matchers: [], graceMs: 0 }],
    noise: { ...NO_RULES.noise, holdDown: [{ matchers: [], forMs: MINUTE }] },
  });

  it('are all asked, and the first that holds it back comes first', () => {
    expect(noise(anEpisode(), 'warning', { now: BEGAN, ...QUIET, policy: both }).against.map(({ by }) => by)).toEqual([
      'maintenance',
      'hold_down',
    ]);
  });

  it('fail open: one that throws holds nothing back, and is named', () => {
    const broken: NoiseRule = {
      name: 'maintenance',
      judge: () => {
        throw new Error('boom');
      },
    };
    const verdict = noise(anEpisode(), 'warning', { now: BEGAN, ...QUIET, policy: policy({}) }, [broken, ...NOISE_RULES]);
    expect(verdict).toEqual({
      against: [],
      passed: NOISE_RULES.map(({ name }) => name),
      failures: [{ rule: 'maintenance', error: 'boom' }],
    });
  });
});
