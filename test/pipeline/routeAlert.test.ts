import { describe, expect, it } from 'vitest';
import { PLAIN_ROUTE } from '../../src/pipeline/policy.ts';
import { routeAlert } from '../../src/pipeline/routeAlert.ts';
import { aPolicy, aTarget } from './aPolicy.ts';

const NIGHT = Date.UTC(2026, 2, 2, 3);
const NOON = Date.UTC(2026, 2, 2, 12);
const CHANNEL = aTarget('channel', 'slack');

const POLICY = aPolicy([[CHANNEL]], {
  timeIntervals: [
    {
      name: 'night',
      intervals: [{ times: [{ start: 0, end: 360 }], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' }],
    },
  ],
  route: {
    ...PLAIN_ROUTE,
    receiver: 'channel',
    routes: [{ ...PLAIN_ROUTE, receiver: 'channel', matchers: ['alertname="DiskFull"'], muteTimeIntervals: ['night'] }],
  },
});
const LABELS = { alertname: 'DiskFull' };

describe('the route of an alert', () => {
  it.each([
    ['by day, then by night, then by day', [NOON, NIGHT, NOON], [[CHANNEL.id], [], [CHANNEL.id]]],
    ['by night, then by day', [NIGHT, NOON], [[], [CHANNEL.id]]],
  ])('is that of the hour at which it is asked for: %s', (_, hours, targets) => {
    expect(hours.map((at) => routeAlert({ labels: LABELS }, 'critical', POLICY, 'high', at).targets)).toEqual(targets);
  });
});
