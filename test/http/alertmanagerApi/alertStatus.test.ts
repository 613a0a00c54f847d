import { expect, it } from 'vitest';
import { statusOf } from '../../../src/http/alertmanagerApi/alertStatus.ts';
import { PLAIN_ROUTE } from '../../../src/pipeline/policy.ts';
import { aPolicy, aTarget } from '../../pipeline/aPolicy.ts';
import { anEpisode, BEGAN } from '../../pipeline/noise/anEpisode.ts';

const ALWAYS = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };

it.each(['team="sales"', 'tier="1"', 'urgency="low"'])('names the time interval of a route that asks for %s', (matcher) => {
  const policy = aPolicy([[aTarget('oncall', 'pagerduty')], [aTarget('channel', 'slack')]], {
    identify: { service: ['service'], host: [], cluster: [] },
    services: [{ name: 'shop', matchers: [], team: 'sales', tier: '1', dependsOn: [], runbook: null }],
    timeIntervals: [{ name: 'always', intervals: [ALWAYS] }],
    route: {
      ...PLAIN_ROUTE,
      receiver: 'oncall',
      routes: [{ ...PLAIN_ROUTE, receiver: 'channel', matchers: [matcher], muteTimeIntervals: ['always'] }],
    },
  });
  const held = { by: 'mute_time', key: 'mute_time:never', until: null } as const;
  const row = {
    ...anEpisode({ labels: { alertname: 'Slow', service: 'shop' } }),
    ...{ latest: true, held, groupLabels: {}, urgency: 'low', alarm: false, targets: [], expiresAt: null },
  } as const;
  const about = { severity: 'warning', policy, now: BEGAN, silencedBy: [], inhibitedBy: [], isWithheld: false } as const;
  expect(statusOf(row as never, about)).toMatchObject({ state: 'suppressed', mutedBy: ['always'] });
});
