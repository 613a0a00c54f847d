import { describe, expect, it } from 'vitest';
import type { Episode } from '../../src/alert/alert.ts';
import { announce } from '../../src/pipeline/announce.ts';
import { BOUNDS } from '../../src/pipeline/bounds.ts';
import { muted } from '../../src/pipeline/mute.ts';
import { PLAIN_ROUTE } from '../../src/pipeline/policy.ts';
import { routeAlert } from '../../src/pipeline/routeAlert.ts';
import { Workspace } from '../../src/pipeline/workspace.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { factsOf } from './factsOf.ts';
import { placed } from './memory.ts';
import { anEpisode } from './noise/anEpisode.ts';

const NIGHT = Date.UTC(2026, 2, 2, 3);
const NOON = Date.UTC(2026, 2, 2, 12);
const PAGER = aTarget('pager', 'pagerduty');
const CHANNEL = aTarget('channel', 'slack');

/** `DiskFull` pages, whatever else is in its incident is told in the channel, by day. */
const POLICY = aPolicy([[PAGER], [CHANNEL]], {
  timeIntervals: [
    {
      name: 'night',
      intervals: [{ times: [{ start: 0, end: 360 }], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' }],
    },
  ],
  route: {
    ...PLAIN_ROUTE,
    receiver: 'channel',
    routes: [
      { ...PLAIN_ROUTE, receiver: 'pager', matchers: ['alertname="DiskFull"'] },
      { ...PLAIN_ROUTE, receiver: 'channel', matchers: ['alertname=~".+"'], muteTimeIntervals: ['night'] },
    ],
  },
});

/** One more `DiskFull` in an incident that the channel has heard of. */
function asked(at: number, firing: number, atMost?: number): { quiet: string[]; loads: readonly number[] } {
  const places = [PAGER, CHANNEL].map(({ id }) => ({ target: id, delivery: null, told: true }) as const);
  const incident = anIncident({ number: 7, firing, targets: places });
  const work = new Workspace({ ...factsOf([incident]), nextIncident: 8 });
  work.begin(placed({ kind: 'tick' }, 1, at));
  const routed = routeAlert({ labels: { alertname: 'DiskFull' } }, 'critical', POLICY, 'high', at);
  const quiet = [...muted(work, incident, [routed], POLICY, atMost)];
  return { quiet, loads: work.result().wanted };
}

describe('who takes none of the alerts that are told', () => {
  it('by day is told with nothing looked at', () => {
    expect(asked(NOON, 50)).toEqual({ quiet: [], loads: [] });
  });

  it('by night is kept quiet by what fires of his own', () => {
    expect(asked(NIGHT, 50, BOUNDS.looked).loads).toEqual([7]);
  });

  it('by night is kept quiet where very many fire, none of which is looked at', () => {
    expect(asked(NIGHT, BOUNDS.looked + 1, BOUNDS.looked)).toEqual({ quiet: [CHANNEL.id], loads: [] });
  });

  it('is looked at all the same where it is asked seldom', () => {
    expect(asked(NIGHT, BOUNDS.looked + 1).loads).toEqual([7]);
  });
});

it.each([
  ['new_alerts', []],
  ['released', []],
  ['severity_raised', [7]],
  ['urgency_raised', [7]],
  ['reopened', [7]],
] as const)('where very many fire, %s looks at %j', (reason, loads) => {
  const places = [PAGER, CHANNEL].map(({ id }) => ({ target: id, delivery: null, told: true }) as const);
  const incident = anIncident({ number: 7, firing: BOUNDS.looked + 1, targets: places });
  const work = new Workspace({ ...factsOf([incident]), nextIncident: 8 });
  work.begin(placed({ kind: 'tick' }, 1, NIGHT));
  const routed = routeAlert({ labels: { alertname: 'DiskFull' } }, 'critical', POLICY, 'high', NIGHT);
  const told: (typeof routed & { episode: Episode })[] = [{ ...routed, episode: anEpisode() }];
  const verdict = () => ({ do: 'notify', reason, because: '' }) as const;
  announce(work, incident, told, { reason, text: '', verdict, trace: () => null }, POLICY);
  expect(work.result().wanted).toEqual(loads);
});
