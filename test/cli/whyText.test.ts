import { describe, expect, it } from 'vitest';
import type { WhyAnswer, WhyDecision } from '../../src/cli/whyAnswer.ts';
import { whyText } from '../../src/cli/whyText.ts';

const DECISION: WhyDecision = {
  ...{ at: '10:00', verdict: 'suppress', reason: null, by: 'inhibit', because: 'it is', incident: 1, policy: 'p', against: [] },
  ...{ failed: [], route: null, looked: [], would_page: [] },
};
const ANSWER: WhyAnswer = {
  ...{ items: [DECISION], next_cursor: null, incident: 1, timers: [], silenced: null, first_told: [], deliveries: [] },
  alert: {
    ...{ fingerprint: 'f', integration: 'prod', status: 'firing', labels: { alertname: 'A' } },
    ...{ starts_at: '2026-03-02T10:00:00.123456789Z', ends_at: null },
  },
};
const text = (over: Partial<WhyAnswer>, all = false): string => whyText({ ...ANSWER, ...over }, { all, about: 1 });

describe('whyText', () => {
  it('says of a heartbeat nothing of changes: nobody is to be told of it', () => {
    const nothing = 'no single change would have told anybody';
    expect(text({})).toContain(nothing);
    expect(text({ items: [{ ...DECISION, by: 'heartbeat' }] })).not.toContain(nothing);
  });

  it('says what is due for the alert, and what for its incident', () => {
    const timers = [
      { kind: 'hold', due_at: '10:05', incident: null, receiver: null },
      { kind: 'repeat', due_at: '14:00', incident: 1, receiver: null },
      { kind: 'late_firing', due_at: '15:00', incident: null, receiver: null },
      { kind: 'throttle', due_at: '16:00', incident: 1, receiver: 'oncall' },
    ];
    expect(text({ timers })).toMatch(
      /due:\n {2}10:05 {2}what holds it back ends: .*\n {2}14:00 {2}#1: told again, .*\n {2}15:00 {2}it counts.*\n {2}16:00 {2}#1: the digest of what oncall was not told is sent/,
    );
  });

  it.each([
    ['the newest', ['suppress', 'defer'], ['suppress'], ['defer']],
    ['before its end', ['resolve', 'notify', 'defer'], ['resolve', 'notify'], ['defer']],
    ['only its end', ['resolve'], ['resolve'], []],
    ['ends that came one after another', ['resolve', 'resolve', 'join', 'resolve'], ['resolve', 'join'], ['resolve', 'resolve']],
  ] as const)('shows whole: %s', (_, verdicts, whole, rest) => {
    const items = verdicts.map((verdict, i) => ({ ...DECISION, verdict, at: `${verdict}${i}` }));
    const [first = '', last = ''] = text({ items }).split('before that:');
    const shown = (part: string): string[] =>
      [...part.matchAll(/(notify|suppress|defer|resolve|join)\d/g)].map(([, verdict]) => `${verdict}`);
    expect(shown(first)).toEqual(whole);
    expect(shown(last)).toEqual(rest);
    expect(shown(text({ items }, true))).toEqual(verdicts);
  });
});
