import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/alert/severity.ts';
import type { Incident } from '../../src/incident/incident.ts';
import type { NotifyReason } from '../../src/pipeline/notify/notifier.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import { tell } from '../../src/pipeline/tell.ts';
import { throttle } from '../../src/pipeline/throttle.ts';
import { type ThrottleState, throttleState } from '../../src/pipeline/throttleState.ts';
import { Workspace } from '../../src/pipeline/workspace.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { factsOf } from './factsOf.ts';
import { placed } from './memory.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const TARGETS = [aTarget('oncall', 'pagerduty'), aTarget('oncall', 'slack'), aTarget('printer', 'console')];
const policy = aPolicy([TARGETS.slice(0, 2), TARGETS.slice(2)], {
  noise: { ...NO_RULES.noise, throttle: { windowMs: 10 * MINUTE, notifications: 2 } },
});
const EMPTY: ThrottleState = { sent: [], withheld: [], more: 0, digestAt: null, lastDigestAt: null, digest: null };

interface Given {
  readonly state?: Partial<ThrottleState>;
  readonly reason?: NotifyReason;
  readonly severity?: Severity;
  readonly over?: Partial<Incident>;
  readonly except?: readonly string[];
}

function asked({ state = {}, reason = 'first', severity = 'error', over = {}, except = [] }: Given) {
  const targets = TARGETS.map(({ id }, i) => ({ target: id, delivery: i + 1 }));
  const incident = anIncident({ number: 7, severity, targets, ...over });
  const memory = new Map([[throttleState('oncall'), { ...EMPTY, ...state }]]);
  const work = new Workspace(factsOf([incident], { memory, nextIncident: 8, nextDelivery: 10 }));
  work.begin(placed({ kind: 'tick' }, 1, NOW));
  const known = work.incident(7) as Incident;
  const { silent, because } = throttle(work, known, reason, new Set(except), policy);
  const after = work.memory.recall(throttleState('oncall')) as ThrottleState;
  return { silent: [...silent], because, after, incident: known, work };
}

const FULL = { sent: [NOW - 9 * MINUTE, NOW - MINUTE] };
const WITHHELD = ['oncall/pagerduty/0', 'oncall/slack/0'];

describe('what a receiver is told', () => {
  const CASES: readonly (readonly [string, Given, readonly string[]])[] = [
    ['the first of all', {}, []],
    ['one less than it may', { state: { sent: [NOW - MINUTE] } }, []],
    ['as often as it may', { state: FULL }, WITHHELD],
    ['when its window frees', { state: { sent: [NOW - 10 * MINUTE, NOW - MINUTE] } }, []],
    ['before the clock was set back', { state: { sent: [NOW + MINUTE, NOW + 2 * MINUTE] } }, []],
    ['a critical', { state: FULL, severity: 'critical' }, []],
    ['an alarm of our own', { state: FULL, over: { alarm: true } }, []],
    ['a resolve', { state: FULL, reason: 'resolved' }, []],
    ['an acknowledgement', { state: FULL, reason: 'acknowledged' }, []],
    ['what only brings it up to date', { state: FULL, reason: 'some_resolved' }, []],
    ['a repeat', { state: FULL, reason: 'repeat' }, ['oncall/slack/0']],
    ['what is muted there anyway', { state: FULL, except: WITHHELD }, WITHHELD],
  ];
  it.each(CASES)('%s', (_name, given, silent) => {
    expect(asked(given).silent).toEqual(silent);
  });

  it.each([
    ['a notification', {}, [NOW]],
    ['one to several of its targets once', { state: { sent: [NOW - MINUTE] } }, [NOW - MINUTE, NOW]],
    ['no critical', { severity: 'critical' as const }, []],
    ['nothing that it does not hear', { except: WITHHELD }, []],
    [
      'nothing that it does not hear at this urgency',
      { over: { urgency: 'low' as const, targets: [{ target: 'oncall/slack/0', delivery: 1, only: 'high' as const }] } },
      [],
    ],
  ])('counts %s', (_name, given, sent) => {
    expect(asked(given).after.sent).toEqual(sent);
  });
});

describe('what is withheld', () => {
  it('is remembered, said, and told when the window frees', () => {
    const { after, because, work, incident } = asked({ state: FULL });
    expect(after).toMatchObject({ withheld: [7], more: 0, digestAt: NOW + MINUTE });
    expect(because).toContain('oncall was told 2 times in 10m');
    const made = work.result();
    expect(made.timersSet).toMatchObject([{ key: 'throttle:oncall', kind: 'throttle', dueAt: NOW + MINUTE }]);
    expect(made.timeline.map(({ text }) => text)).toEqual([`Not told: ${because}`]);
    expect(incident.targets.map(({ withheld }) => withheld ?? false)).toEqual([true, true, false]);
  });

  it('is one digest a window', () => {
    expect(asked({ state: { ...FULL, lastDigestAt: NOW - 2 * MINUTE } }).after.digestAt).toBe(NOW + 8 * MINUTE);
    const waiting = asked({ state: { ...FULL, withheld: [3], digestAt: NOW + MINUTE } });
    expect([waiting.after.withheld, waiting.work.result().timersSet]).toEqual([[3, 7], []]);
  });

  it('is counted beyond five hundred', () => {
    const withheld = Array.from({ length: 500 }, (_, i) => i + 1_000);
    expect(asked({ state: { ...FULL, withheld, digestAt: NOW + 1 } }).after).toMatchObject({ withheld, more: 1 });
  });

  it('leaves what was told of this opening to be brought up to date', () => {
    const targets = TARGETS.map(({ id }, i) => ({ target: id, delivery: i + 1, told: true as const }));
    expect(asked({ state: FULL, reason: 'new_alerts', over: { targets } }).incident.targets).toEqual(targets);
    const again = { targets, opening: 2, triggeredAt: NOW };
    expect(asked({ state: FULL, reason: 'reopened', over: again }).incident.targets[0]).toMatchObject({ withheld: true });
  });

  it('is taken off the list when it is told by itself after all', () => {
    expect(asked({ state: { withheld: [3, 7] } }).after.withheld).toEqual([3]);
    expect(asked({ state: { ...FULL, withheld: [3, 7] }, severity: 'critical' }).after.withheld).toEqual([3]);
  });
});

describe('telling where something is withheld', () => {
  const NEVER = { withheld: true as const };
  const BEFORE = { withheld: true as const, told: true as const };
  const CASES: readonly (readonly [NotifyReason, 'pagerduty' | 'slack' | 'console', typeof NEVER | typeof BEFORE, string])[] = [
    ['some_resolved', 'pagerduty', NEVER, ''],
    ['acknowledged', 'pagerduty', NEVER, ''],
    ['resolved', 'slack', NEVER, ''],
    ['resolved', 'console', NEVER, ''],
    ['repeat', 'pagerduty', NEVER, ''],
    ['repeat', 'slack', NEVER, 'state'],
    ['new_alerts', 'slack', NEVER, 'state'],
    ['severity_raised', 'pagerduty', NEVER, 'state'],
    ['some_resolved', 'pagerduty', BEFORE, ''],
    ['acknowledged', 'slack', BEFORE, ''],
    ['resolved', 'pagerduty', BEFORE, 'state'],
    ['resolved', 'slack', BEFORE, 'state note'],
    ['new_alerts', 'slack', BEFORE, 'state note'],
  ];
  it.each(CASES)('%s to %s, %j', (reason, notifier, place, expected) => {
    const target = aTarget('a', notifier);
    const over = { targets: [{ target: target.id, delivery: notifier === 'console' ? null : 1, ...place }] };
    const { work } = asked({});
    const incident = anIncident(over);
    tell(work, incident, reason, 'the text', aPolicy([[target]]));
    const { states, notes } = work.result();
    expect([...states.map(() => 'state'), ...notes.map(() => 'note')].join(' ')).toBe(expected);
    const isOver = expected !== '';
    expect(incident.targets[0]?.withheld ?? false).toBe(!isOver);
  });
});
