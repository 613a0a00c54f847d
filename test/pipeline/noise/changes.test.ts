import { describe, expect, it } from 'vitest';
import { timestampOf } from '../../../src/alert/timestamp.ts';
import { changes } from '../../../src/pipeline/noise/changes.ts';
import { type RecentChange, recentChanges } from '../../../src/pipeline/noise/recentChanges.ts';
import { NO_RULES } from '../../../src/pipeline/policy.ts';
import { RuleMemory } from '../../../src/pipeline/ruleMemory.ts';
import { aPolicy, aTarget } from '../aPolicy.ts';
import { anEpisode, BEGAN } from './anEpisode.ts';

const MINUTE = 60_000;
const policy = aPolicy([[aTarget('oncall', 'pagerduty')]], {
  noise: { ...NO_RULES.noise, changes: { windowMs: 4 * MINUTE, holdMs: 5 * MINUTE } },
});

interface Case {
  readonly now?: number;
  readonly cluster?: string;
  readonly of?: Partial<RecentChange>;
  readonly subject?: { service: string | null; cluster: string | null };
  readonly hasSecondSign?: boolean;
  readonly episode?: Parameters<typeof anEpisode>[0];
}

function judge({ now = BEGAN, cluster = 'eu-1', of = {}, subject, hasSecondSign = false, episode = {} }: Case) {
  const change = { at: BEGAN - 2 * MINUTE, endedAt: null, what: 'checkout 1.4.2', ...of };
  const memory = new RuleMemory([{ key: recentChanges('checkout', cluster), value: [change] }]);
  const about = subject ?? { service: 'checkout', cluster: 'eu-1' };
  const context = { now, policy, memory, subjectOf: () => about, hasSecondSign: () => hasSecondSign, silenceOf: () => null };
  return changes.judge(anEpisode(episode), 'warning', context);
}

describe('what fires after its service was changed', () => {
  const CASES: readonly (readonly [string, Case, boolean])[] = [
    ['two minutes after', {}, true],
    ['as it was changed', { of: { at: BEGAN } }, true],
    ['at the end of the window', { of: { at: BEGAN - 4 * MINUTE } }, true],
    ['after the window', { of: { at: BEGAN - 4 * MINUTE - 1 } }, false],
    ['before the change', { of: { at: BEGAN + 1 } }, false],
    ['while a long change went on', { of: { at: BEGAN - 60 * MINUTE, endedAt: BEGAN + MINUTE } }, true],
    ['within the window after its end', { of: { at: BEGAN - 60 * MINUTE, endedAt: BEGAN - 4 * MINUTE } }, true],
    ['after the window after its end', { of: { at: BEGAN - 60 * MINUTE, endedAt: BEGAN - 5 * MINUTE } }, false],
    ['of a change in every cluster', { cluster: '' }, true],
    ['of a change in another cluster', { cluster: 'us-1' }, false],
    ['without a cluster, of a change in every one', { cluster: '', subject: { service: 'checkout', cluster: null } }, true],
    ['without a cluster, of a change in one', { subject: { service: 'checkout', cluster: null } }, false],
    ['of another service', { subject: { service: 'orders', cluster: 'eu-1' } }, false],
    ['of no service', { subject: { service: null, cluster: 'eu-1' } }, false],
    ['just before the hold ends', { now: BEGAN + 5 * MINUTE - 1 }, true],
    ['when the hold ends', { now: BEGAN + 5 * MINUTE }, false],
    ['with a second sign', { hasSecondSign: true }, false],
    ['heard of long after it began', { episode: { startsAt: timestampOf(BEGAN - 10 * MINUTE) } }, false],
  ];
  it.each(CASES)('%s', (_name, given, waits) => {
    expect(judge(given) !== null).toBe(waits);
  });

  it('waits for the hold from when it began, and says for what', () => {
    expect(judge({})).toMatchObject({
      do: 'defer',
      by: 'changes',
      until: BEGAN + 5 * MINUTE,
      because: 'its service was changed 2m before (checkout 1.4.2): it waits for a second sign (noise.changes)',
    });
  });

  it('does nothing where the rule is off', () => {
    const off = aPolicy([[aTarget('oncall', 'pagerduty')]]);
    const memory = new RuleMemory([{ key: recentChanges('checkout', ''), value: [{ at: BEGAN, endedAt: null, what: 'x' }] }]);
    const subjectOf = () => ({ service: 'checkout', cluster: null });
    expect(
      changes.judge(anEpisode(), 'warning', {
        now: BEGAN,
        policy: off,
        memory,
        subjectOf,
        hasSecondSign: () => false,
        silenceOf: () => null,
      }),
    ).toBeNull();
  });
});

it('keeps the names of services and clusters apart', () => {
  expect(recentChanges('b:c', 'a')).not.toBe(recentChanges('c', 'a:b'));
});
