import { describe, expect, it } from 'vitest';
import type { NotifyReason } from '../../src/pipeline/notify/notifier.ts';
import type { NotifierName, Target } from '../../src/pipeline/policy.ts';
import { addTargets, tell } from '../../src/pipeline/tell.ts';
import { Workspace } from '../../src/pipeline/workspace.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { factsOf } from './factsOf.ts';
import { placed } from './memory.ts';

const NOW = 5_000;

function told(reason: NotifyReason, targets: Target[], status: 'triggered' | 'acknowledged' | 'resolved' = 'triggered') {
  const policy = aPolicy([targets]);
  const incident = anIncident({ status });
  const work = new Workspace(factsOf([incident], { nextIncident: 2, nextDelivery: 1 }));
  work.begin(placed({ kind: 'tick' }, 1, NOW));
  addTargets(
    work,
    incident,
    targets.map(({ id }) => id),
    policy,
  );
  if (reason !== 'first') incident.targets = incident.targets.map((place) => ({ ...place, told: true }));
  tell(work, incident, reason, 'the text', policy);
  return { made: work.result(), incident };
}

/** `state` and `note`, as they go to one target. */
function rows(reason: NotifyReason, notifier: NotifierName, sendResolved: boolean): string {
  const { made } = told(reason, [aTarget('a', notifier, { sendResolved })], reason === 'resolved' ? 'resolved' : 'triggered');
  return [...made.states.map(() => 'state'), ...made.notes.map(() => 'note')].join(' ');
}

describe('what goes into the outbox', () => {
  it.each([
    // reason, PagerDuty, Slack, webhook, console
    ['first', 'state', 'state', 'note', 'note'],
    ['new_alerts', 'state', 'state note', 'note', 'note'],
    ['severity_raised', 'state', 'state note', 'note', 'note'],
    ['some_resolved', 'state', 'state', '', ''],
    ['resolved', 'state', 'state note', 'note', 'note'],
    ['reopened', 'state', 'state note', 'note', 'note'],
    ['repeat', '', 'note', 'note', 'note'],
    ['acknowledged', 'state', 'state note', 'note', 'note'],
  ] as const)('%s', (reason, ...expected) => {
    const to = (['pagerduty', 'slack', 'webhook', 'console'] as const).map((notifier) => rows(reason, notifier, true));
    expect(to).toEqual(expected);
  });

  it('of an end, without send_resolved, only what is kept', () => {
    const to = (['pagerduty', 'slack', 'webhook', 'console'] as const).map((notifier) => rows('resolved', notifier, false));
    expect(to).toEqual(['state', 'state', '', '']);
  });

  it('neither of an end nor of a part of it where it was never begun', () => {
    for (const reason of ['resolved', 'some_resolved'] as const) {
      const policy = aPolicy([[aTarget('a', 'slack')]]);
      const incident = anIncident({ targets: [{ target: 'a/slack/0', delivery: 1 }] });
      const work = new Workspace(factsOf([incident], { nextIncident: 2, nextDelivery: 2 }));
      work.begin(placed({ kind: 'tick' }, 1, NOW));
      tell(work, incident, reason, 'the text', policy);
      expect([work.result().states, work.result().notes]).toEqual([[], []]);
    }
  });

  it('asks for the incident as it stands', () => {
    const { made } = told('first', [aTarget('a', 'pagerduty')]);
    expect(made.states).toMatchObject([
      {
        delivery: 1,
        incident: 1,
        priority: 2,
        revision: 2,
        dueAt: NOW,
        desired: { opening: 1, status: 'triggered', severity: 'warning' },
      },
    ]);
  });
});

describe('what else telling does', () => {
  it.each([
    ['first', 'triggered', true, [NOW + 3_600_000]],
    ['repeat', 'triggered', true, [NOW + 3_600_000]],
    ['some_resolved', 'triggered', false, []],
    ['acknowledged', 'acknowledged', true, []],
    ['resolved', 'resolved', true, []],
  ] as const)('%s of what is %s: told now %s, repeated at %j', (reason, status, isTold, repeats) => {
    const { made, incident } = told(reason, [aTarget('a', 'slack')], status);
    expect(incident.notifiedAt === NOW).toBe(isTold);
    expect(made.timersSet.map(({ dueAt }) => dueAt)).toEqual(repeats);
    expect(made.timeline.map(({ type }) => type)).toEqual(isTold ? ['page'] : []);
  });

  it('nothing for an incident that nobody takes', () => {
    const { made, incident } = told('first', []);
    expect([made.states, made.notes, made.timersSet, made.timeline]).toEqual([[], [], [], []]);
    expect(incident.notifiedAt).toBe(1_000);
  });
});

it('adds a target once, with a delivery where something is kept', () => {
  const policy = aPolicy([[aTarget('a', 'pagerduty'), aTarget('a', 'console')]]);
  const incident = anIncident();
  const work = new Workspace(factsOf([incident], { nextIncident: 2, nextDelivery: 7 }));
  work.begin(placed({ kind: 'tick' }, 1, NOW));
  addTargets(work, incident, ['a/pagerduty/0', 'a/pagerduty/0'], policy);
  addTargets(work, incident, ['a/console/0', 'a/pagerduty/0', 'gone/slack/3'], policy);
  addTargets(work, incident, ['a/console/0'], policy, 'high');
  expect(incident.targets).toEqual([
    { target: 'a/pagerduty/0', delivery: 7 },
    { target: 'a/console/0', delivery: null },
    { target: 'gone/slack/3', delivery: 8 },
  ]);
  addTargets(work, incident, ['a/webhook/0'], policy, 'high');
  expect(incident.targets.at(-1)).toEqual({ target: 'a/webhook/0', delivery: null, only: 'high' });
  addTargets(work, incident, ['a/webhook/0'], policy);
  expect(incident.targets.at(-1)).toEqual({ target: 'a/webhook/0', delivery: null });
});
