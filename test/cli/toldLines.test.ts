import { describe, expect, it } from 'vitest';
import { toldLines } from '../../src/cli/toldLines.ts';

type Delivery = Parameters<typeof toldLines>[0]['deliveries'][number];

const PAGE: Delivery = {
  ...{ target: 'oncall/pagerduty/0', receiver: 'oncall', kind: 'pagerduty', status: 'delivered', reason: 'first', attempts: 1 },
  ...{ next_attempt_at: null, delivered_at: '10:01', answer: '202 one' },
};
const FIRST = { at: '10:01', target: 'oncall/pagerduty/0', text: 'oncall/pagerduty/0 took it: 202 one' };
const LINE = { ...PAGE, target: 'log/console/0', receiver: 'log', kind: 'console', answer: 'printed' };

describe('toldLines', () => {
  it.each([
    ['nobody', [], [], []],
    ['the first word is the newest', [FIRST], [PAGE], ['10:01  oncall (pagerduty) first: delivered: 202 one']],
    [
      'another word stands there since',
      [FIRST],
      [{ ...PAGE, reason: 'resolved', delivered_at: '10:09', answer: '202 two' }],
      ['10:01  told first: oncall/pagerduty/0 took it: 202 one', '10:09  oncall (pagerduty) resolved: delivered: 202 two'],
    ],
    [
      'another word is on its way',
      [FIRST],
      [{ ...PAGE, status: 'pending', reason: 'resolved', attempts: 3, next_attempt_at: '10:10', answer: '503 later' }],
      [
        '10:01  told first: oncall/pagerduty/0 took it: 202 one',
        'oncall (pagerduty) resolved: pending, 3 attempts, sent at 10:10 or after: 503 later',
      ],
    ],
    [
      'it was never taken',
      [],
      [{ ...PAGE, status: 'dead', delivered_at: null, answer: '401 no' }],
      ['oncall (pagerduty) first: dead: 401 no'],
    ],
    [
      'lines at several times, newest first',
      [{ ...FIRST, target: 'log/console/0', at: '10:00', text: 'log/console/0 took it: printed' }, FIRST],
      [PAGE, { ...LINE, delivered_at: '10:08', reason: 'resolved' }, { ...LINE, delivered_at: '10:00' }],
      [
        '10:00  log (console) first: delivered: printed',
        '10:01  oncall (pagerduty) first: delivered: 202 one',
        '10:08  log (console) resolved: delivered: printed',
      ],
    ],
  ])('%s', (_, first_told, deliveries, lines) => {
    expect(toldLines({ first_told, deliveries })).toEqual(lines);
  });
});
