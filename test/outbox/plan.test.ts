import { describe, expect, it } from 'vitest';
import { afterSend, type Plan, planPagerDuty, planSlack } from '../../src/outbox/plan.ts';
import type { AcceptedState, Attempt, DesiredState } from '../../src/pipeline/decision.ts';

const MESSAGE = { channel: 'C1', ts: '1.000001' };

/** `2 triggered warning`: what is desired, or what the other side shows; stale openings after `+`. */
function desired(text: string): DesiredState {
  const [opening, status, severity = 'error'] = text.split(' ');
  return { opening: Number(opening), status, severity } as DesiredState;
}
function accepted(text: string): AcceptedState | null {
  if (text === '-') return null;
  const [state = '', ...stale] = text.split(' +');
  return { ...desired(state), stale: stale.map(Number), message: null };
}
function doubt(text: string): Attempt | null {
  if (text === '-') return null;
  const [action, opening] = text.split(' ');
  return { action, opening: Number(opening), since: 0 } as Attempt;
}
function words(plan: Plan): string {
  if (typeof plan === 'string') return plan;
  return 'opening' in plan ? `${plan.action} ${plan.opening}` : plan.action;
}

describe('what PagerDuty is sent next', () => {
  it.each([
    // shown over there, desired, in doubt, what is sent
    ['-', '1 triggered', '-', 'trigger 1'],
    ['-', '1 acknowledged', '-', 'trigger 1'],
    ['-', '1 resolved', '-', 'superseded'],
    ['-', '3 resolved', '-', 'superseded'],
    ['-', '1 triggered', 'trigger 1', 'trigger 1'],
    ['-', '1 resolved', 'trigger 1', 'resolve 1'],
    ['-', '1 resolved', 'resolve 1', 'resolve 1'],
    ['-', '2 triggered', 'trigger 1', 'resolve 1'],
    ['-', '2 triggered', 'resolve 1', 'resolve 1'],
    ['-', '2 resolved', 'trigger 1', 'resolve 1'],
    ['1 triggered', '1 triggered', '-', 'done'],
    ['1 triggered', '1 acknowledged', '-', 'acknowledge 1'],
    ['1 triggered', '1 resolved', '-', 'resolve 1'],
    ['1 triggered', '1 resolved', 'acknowledge 1', 'resolve 1'],
    ['1 acknowledged', '1 acknowledged', '-', 'done'],
    ['1 acknowledged', '1 resolved', '-', 'resolve 1'],
    ['1 resolved', '1 resolved', '-', 'done'],
    ['1 resolved', '2 triggered', '-', 'trigger 2'],
    ['1 resolved', '2 acknowledged', '-', 'trigger 2'],
    ['1 resolved', '2 resolved', '-', 'done'],
    ['1 resolved', '2 resolved', 'trigger 2', 'resolve 2'],
    ['1 acknowledged', '2 triggered', '-', 'trigger 2'],
    ['1 acknowledged', '2 resolved', '-', 'resolve 1'],
    ['1 acknowledged', '2 resolved', 'trigger 2', 'resolve 2'],
    ['1 acknowledged', '3 triggered', 'trigger 2', 'resolve 2'],
    ['2 triggered +1', '2 triggered', '-', 'resolve 1'],
    ['2 triggered +1', '2 acknowledged', '-', 'resolve 1'],
    ['2 triggered +1', '2 resolved', '-', 'resolve 1'],
    ['2 resolved +1', '2 resolved', '-', 'resolve 1'],
    ['2 triggered +1', '3 triggered', '-', 'trigger 3'],
    ['1 triggered warning', '1 triggered critical', '-', 'trigger 1'],
    ['1 triggered critical', '1 triggered warning', '-', 'done'],
    ['1 triggered warning', '1 resolved critical', '-', 'resolve 1'],
  ])('shown %s, desired %s, in doubt %s: %s', (shown, wish, uncertain, sent) => {
    expect(words(planPagerDuty(accepted(shown), desired(wish), doubt(uncertain), true))).toBe(sent);
  });

  it.each([
    ['-', '1 resolved', '-', 'superseded'],
    ['-', '1 resolved', 'trigger 1', 'done'],
    ['1 triggered', '1 resolved', '-', 'done'],
    ['1 triggered', '2 triggered', '-', 'trigger 2'],
    ['2 triggered +1', '2 resolved', '-', 'resolve 1'],
  ])('without send_resolved: shown %s, desired %s, in doubt %s: %s', (shown, wish, uncertain, sent) => {
    expect(words(planPagerDuty(accepted(shown), desired(wish), doubt(uncertain), false))).toBe(sent);
  });
});

describe('what PagerDuty shows after a send', () => {
  it.each([
    ['-', 'trigger 1', '1 acknowledged', '1 triggered'],
    ['1 triggered', 'acknowledge 1', '1 acknowledged', '1 acknowledged'],
    ['1 acknowledged', 'resolve 1', '1 resolved', '1 resolved'],
    ['1 resolved', 'trigger 2', '2 triggered', '2 triggered'],
    ['1 acknowledged', 'trigger 2', '2 triggered', '2 triggered +1'],
    ['2 triggered +1', 'trigger 3', '3 triggered', '3 triggered +1 +2'],
    ['2 triggered +1', 'resolve 1', '2 triggered', '2 triggered'],
    ['2 triggered +1', 'resolve 2', '2 resolved', '2 resolved +1'],
    ['1 acknowledged', 'resolve 2', '2 resolved', '2 resolved +1'],
    ['1 resolved', 'resolve 2', '2 resolved', '2 resolved'],
    ['-', 'resolve 1', '2 triggered', '1 resolved'],
  ])('shown %s, sent %s, desired %s: %s', (shown, sent, wish, then) => {
    const [action = '', opening] = sent.split(' ');
    const send = { action, opening: Number(opening) } as Parameters<typeof afterSend>[1];
    expect(afterSend(accepted(shown), send, desired(wish), null)).toEqual(accepted(then));
  });

  it('keeps the severity that was sent until another one is', () => {
    const first = afterSend(null, { action: 'trigger', opening: 1 }, desired('1 triggered warning'), null);
    const acknowledged = afterSend(first, { action: 'acknowledge', opening: 1 }, desired('1 acknowledged critical'), null);
    expect(acknowledged.severity).toBe('warning');
    expect(words(planPagerDuty(acknowledged, desired('1 acknowledged critical'), null, true))).toBe('trigger 1');
  });
});

describe('what Slack is sent next', () => {
  const kept: AcceptedState = { ...desired('1 triggered'), stale: [], message: MESSAGE };
  it.each([
    ['nothing stands', null, '1 triggered', false, '-', 'post'],
    ['nothing stands, and somebody has it already', null, '1 acknowledged', false, '-', 'post'],
    ['nothing stands, and it is over', null, '1 resolved', false, '-', 'superseded'],
    ['perhaps something stands, and it is over', null, '1 resolved', false, 'post 0', 'post'],
    ['it stands as it is', kept, '1 triggered', true, '-', 'done'],
    ['it stands as it was', kept, '1 triggered', false, '-', 'update'],
    ['it stands, and it is over', kept, '1 resolved', false, '-', 'update'],
    ['it stands as it was, and an edit is in doubt', kept, '2 triggered', false, 'update 0', 'update'],
  ])('%s', (_case, shown, wish, isCurrent, uncertain, sent) => {
    expect(words(planSlack(shown, desired(wish), isCurrent, doubt(uncertain)))).toBe(sent);
  });

  it('keeps the one message', () => {
    const posted = afterSend(null, { action: 'post' }, desired('1 triggered'), MESSAGE);
    expect(posted).toEqual({ ...desired('1 triggered'), stale: [], message: MESSAGE });
    const edited = afterSend(posted, { action: 'update', message: MESSAGE }, desired('2 resolved critical'), null);
    expect(edited).toEqual({ ...desired('2 resolved critical'), stale: [], message: MESSAGE });
  });
});
