import type { Episode } from '../../src/alert/alert.ts';
import type { Asked } from '../../src/pipeline/asked.ts';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import type { RuleContext } from '../../src/pipeline/noise/rule.ts';
import { PLAIN_ROUTE, type PolicySource } from '../../src/pipeline/policy.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { BEGAN } from './noise/anEpisode.ts';

export const MINUTE = 60_000;

const route: PolicySource['route'] = {
  ...PLAIN_ROUTE,
  receiver: 'none',
  routes: [
    { ...PLAIN_ROUTE, receiver: 'oncall', matchers: ['severity="critical"', 'cluster=~"eu-.*"'] },
    { ...PLAIN_ROUTE, receiver: 'channel', matchers: ['team=~"payments|orders"'] },
    { ...PLAIN_ROUTE, receiver: 'oncall', matchers: ['env!="dev"', 'env!=""'] },
  ],
};
export const policy = (over: Partial<PolicySource> = {}) =>
  aPolicy([[aTarget('oncall', 'pagerduty')], [aTarget('channel', 'slack')]], { route, ...over });
export const context = (over: Partial<PolicySource> = {}): RuleContext => ({
  ...bareContext(BEGAN, policy(over)),
});
export const labels = { alertname: 'DiskFull', severity: 'warning', cluster: 'eu-1' };
export const asked = (episode: Episode, given: RuleContext): Asked => ({
  episode,
  severity: 'warning',
  context: given,
  urgency: 'high',
  wait: null,
  said: null,
  keptBy: null,
});
