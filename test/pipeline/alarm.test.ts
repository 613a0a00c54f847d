import { describe, expect, it } from 'vitest';
import { CONSOLE_OF_LAST_RESORT, type Target } from '../../src/pipeline/policy.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';

const PAGER = aTarget('oncall', 'pagerduty');
const SAME_KEY = aTarget('backup', 'pagerduty', { account: PAGER.account });
const OTHER_KEY = aTarget('dba', 'pagerduty');
const CHANNEL = aTarget('team', 'slack');
const SELF = aTarget('self', 'slack');

/** Who is told that a target of incident 7, which `told` are told of, did not take it. */
function alarmed(
  troubled: Target,
  told: Target[],
  others: Target[],
  alarmReceiver: string | null,
  kind = 'delivery_dead',
): string[] {
  const policy = aPolicy(
    [...told, ...others].map((target) => [target]),
    { alarmReceiver },
  );
  const memory = new Memory();
  memory.incidents.set(7, anIncident({ number: 7, targets: told.map(({ id }) => ({ target: id, delivery: 1 })) }));
  const body =
    kind === 'delivery_dead'
      ? ({ kind: 'delivery_dead', delivery: 1, incident: 7, target: troubled.id, reason: 'no' } as const)
      : ({ kind: 'deliveries_superseded', target: troubled.id, incidents: [7] } as const);
  const made = memory.decide([placed(body, 1, 1_000)], policy);
  return made.incidents.filter(({ alarm }) => alarm).flatMap(({ targets }) => targets.map(({ target }) => target));
}

describe('who hears of a dead delivery', () => {
  it.each([
    ['the alarm_receiver', PAGER, [PAGER, CHANNEL], [SELF, OTHER_KEY], 'self', [SELF]],
    ['not the alarm_receiver that is in trouble itself', SELF, [SELF], [OTHER_KEY, CHANNEL], 'self', [OTHER_KEY]],
    ['nor one of the same account', PAGER, [PAGER], [SAME_KEY, OTHER_KEY], 'backup', [OTHER_KEY]],
    ['without one, those who were told of the incident', PAGER, [PAGER, CHANNEL], [SELF, OTHER_KEY], null, [CHANNEL]],
    ['every other pager, where that was the only one', PAGER, [PAGER], [SAME_KEY, OTHER_KEY, CHANNEL], null, [OTHER_KEY]],
    ['the console, where nobody is left', PAGER, [PAGER, SAME_KEY], [CHANNEL], null, [CONSOLE_OF_LAST_RESORT]],
  ])('%s', (_case, troubled, told, others, receiver, expected) => {
    expect(alarmed(troubled, told, others, receiver)).toEqual(expected.map(({ id }) => id));
  });
});

it.each([
  [
    'a dead delivery',
    { kind: 'delivery_dead', delivery: 1, incident: 7, target: PAGER.id, reason: 'no' } as const,
    ['low'] as const,
  ],
  [
    'what was over before it could be told',
    { kind: 'deliveries_superseded', target: PAGER.id, incidents: [7] } as const,
    ['high'] as const,
  ],
])('%s is on the console where the alarm_receiver takes no such urgency', (_, entry, urgencies) => {
  const policy = aPolicy([[PAGER], [{ ...SELF, urgencies }]], { alarmReceiver: 'self' });
  const { notes } = new Memory().decide([placed(entry, 1, 1_000)], policy);
  expect(notes.map(({ target }) => target)).toEqual([CONSOLE_OF_LAST_RESORT.id]);
});

describe('who is given the list of what was over before it could be told', () => {
  it.each([
    ['those who were told of the incident', [PAGER, CHANNEL], [], [CHANNEL]],
    ['nobody by pager', [PAGER, OTHER_KEY], [], [CONSOLE_OF_LAST_RESORT]],
  ])('%s', (_case, told, others, expected) => {
    expect(alarmed(PAGER, told, others, null, 'deliveries_superseded')).toEqual(expected.map(({ id }) => id));
  });
});

describe('a refused sender', () => {
  const refused = (sender = 'integration prod') => ({ kind: 'sender_refused', sender, status: 401 }) as const;
  const urgencies = (memory: Memory) => [...memory.incidents.values()].map(({ urgency }) => urgency);

  it('wakes somebody when it is refused again minutes later, and not because another one is', () => {
    const policy = aPolicy([[CHANNEL]]);
    const memory = new Memory();
    memory.decide(
      [placed(refused(), 1, 0), placed(refused(), 2, 199_999), placed(refused('integration dev'), 3, 200_000)],
      policy,
    );
    expect(urgencies(memory)).toEqual(['low', 'low']);
    memory.decide([placed(refused(), 4, 200_000)], policy);
    expect(urgencies(memory)).toEqual(['high', 'low']);
  });

  it('is on the console at first where nobody takes what is low', () => {
    const pager = { ...PAGER, urgencies: ['high'] } as const;
    const told = (target: Target): string[] =>
      new Memory()
        .decide([placed(refused(), 1, 0)], aPolicy([[target]]))
        .incidents.flatMap(({ targets }) => targets.map((each) => each.target));
    expect(told(pager)).toEqual([PAGER.id, CONSOLE_OF_LAST_RESORT.id]);
    expect(told(PAGER)).toEqual([PAGER.id]);
  });

  it('that goes on is a new opening for whoever acknowledged it as not urgent', () => {
    const policy = aPolicy([[CHANNEL]]);
    const memory = new Memory();
    memory.decide([placed(refused(), 1, 0), placed({ kind: 'acknowledge', incident: 1, by: 'ada' }, 2, 1_000)], policy);
    memory.decide([placed(refused(), 3, 300_000), placed(refused(), 4, 600_000)], policy);
    expect([...memory.incidents.values()]).toMatchObject([{ status: 'triggered', opening: 2, urgency: 'high' }]);
  });
});

it('is one incident however often it is seen, and over an hour after the last time', () => {
  const policy = aPolicy([[CHANNEL]]);
  const memory = new Memory();
  const refused = { kind: 'sender_refused', sender: 'integration prod', status: 401 } as const;
  memory.decide([placed(refused, 1, 0), placed(refused, 2, 3_000_000)], policy);
  memory.decide([placed({ kind: 'tick' }, 3, 6_599_999)], policy);
  expect([...memory.incidents.values()].map(({ status }) => status)).toEqual(['triggered']);
  memory.decide([placed({ kind: 'tick' }, 4, 6_600_000)], policy);
  expect([...memory.incidents.values()].map(({ status, firing, resolved }) => [status, firing, resolved])).toEqual([
    ['resolved', 0, 1],
  ]);
});

it('is told once of a sender that goes on with alerts that cannot be read, and has a line of it a minute', () => {
  const policy = aPolicy([[CHANNEL]]);
  const memory = new Memory();
  const bad = (position: number, at: number) =>
    placed(webhookEntry({ version: '4', alerts: [{ status: 'firing' }] }, policy), position, at);
  const made = [0, 10_000, 59_999, 60_000, 100_000].map((at, index) => memory.decide([bad(index + 1, at)], policy));
  expect(made.map(({ notes, states }) => notes.length + states.length)).toEqual([1, 0, 0, 0, 0]);
  expect(made.map(({ timeline }) => timeline.filter(({ text }) => text.includes('labels is not an object')).length)).toEqual([
    1, 0, 0, 1, 0,
  ]);
  expect([...memory.incidents.values()]).toMatchObject([{ alarm: true, urgency: 'low', severity: 'error' }]);
});
