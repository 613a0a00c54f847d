import { describe, expect, it } from 'vitest';
import { formatMatcher } from '../../src/alert/matcher.ts';
import type { Asked } from '../../src/pipeline/asked.ts';
import { explain } from '../../src/pipeline/explain.ts';
import type { NoiseRule } from '../../src/pipeline/noise/rule.ts';
import { NO_RULES, type PolicySource } from '../../src/pipeline/policy.ts';
import { asked, context, labels, MINUTE } from './askedOf.ts';
import { anEpisode } from './noise/anEpisode.ts';

describe('what was looked at', () => {
  const lines = (rules?: readonly NoiseRule[], over: Partial<PolicySource> = {}): string[] =>
    explain(asked(anEpisode(), context(over)), rules).map(({ stage, path, outcome, because, failed }) => {
      const why = failed ? `${formatMatcher(failed.matcher)}, it is ${failed.actual || 'missing'}` : because;
      return `${stage} ${path} ${outcome}: ${why}`;
    });

  it('goes from the grouping over the rules to the routes, with the first matcher that failed', () => {
    const over: Partial<PolicySource> = {
      grouping: [
        { matchers: ['severity="warning"', 'team="payments"'], groupBy: ['alertname'], groupWaitMs: 0, reopenWindowMs: 0 },
        { matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 0 },
      ],
      noise: { ...NO_RULES.noise, holdDown: [{ matchers: ['severity="warning"'], forMs: MINUTE }] },
    };
    expect(lines(undefined, over)).toEqual([
      'grouping grouping[0] skips: team="payments", it is missing',
      "grouping grouping[1] takes: by the sender's group labels",
      'noise noise.hold_down[0] holds: it must fire for 1m, until 2026-03-02T10:01:00.000Z',
      'route route takes: goes to none, which has no configs: recorded, never sent',
      'route route.routes[0] skips: severity="critical", it is warning',
      'route route.routes[1] skips: team=~"payments|orders", it is missing',
      'route route.routes[2] skips: env!="", it is missing',
    ]);
  });

  it('asks a rule that says nothing of it for its opinion, and says where one fails', () => {
    const opinion = { do: 'suppress', by: 'maintenance', key: 'k', until: null, because: 'it is Sunday' } as const;
    const silent: NoiseRule = { name: 'maintenance', judge: () => opinion };
    const broken: NoiseRule = {
      ...silent,
      explain: () => {
        throw new Error('boom');
      },
    };
    const said = lines([silent, { ...silent, judge: () => null }, broken]).filter((line) => line.startsWith('noise'));
    expect(said).toEqual([
      'noise maintenance holds: it is Sunday',
      'noise maintenance passes: it has nothing against it',
      'noise maintenance fails: boom',
    ]);
  });
});

describe('what was looked at for another incident, and for receivers that were told enough', () => {
  const between = { sourceMatchers: ['alertname="Down"'], equal: ['cluster'], windowMs: 5 * MINUTE };
  const over: Partial<PolicySource> = {
    identify: { service: ['service'], host: ['node'], cluster: ['cluster'] },
    services: ['shop', 'db'].map((name) => ({
      ...{ name, matchers: [], team: null, tier: null, runbook: null },
      dependsOn: name === 'shop' ? ['db'] : [],
    })),
    noise: {
      ...NO_RULES.noise,
      storm: { alerts: 20, windowMs: 5 * MINUTE, by: ['cluster'], holdMs: MINUTE },
      dependencies: { windowMs: 15 * MINUTE, depth: 4, siblingsMs: null },
      sameHost: { windowMs: 10 * MINUTE },
      together: [
        { ...between, targetMatchers: ['alertname="Other"'] },
        { ...between, targetMatchers: ['severity="warning"'] },
      ],
      throttle: { windowMs: 60 * MINUTE, notifications: 5 },
    },
  };
  const said = (became: Asked['became'], more: Record<string, string> = {}): string[] =>
    explain({ ...asked(anEpisode({ labels: { ...labels, ...more } }), context(over)), ...(became && { became }) })
      .filter(({ stage, rule }) => stage === 'joining' || rule === 'throttle')
      .map(({ path, outcome, because, failed }) => `${path} ${outcome}: ${failed ? formatMatcher(failed.matcher) : because}`);

  it('says of each why it did not apply', () => {
    expect(said({ moved: null, as: 'opened', throttled: [] }, { service: 'shop' })).toEqual([
      'noise.storm passes: it is of no storm (more than 20 new alerts within 5m with cluster=eu-1)',
      'noise.dependencies passes: no incident of shop, db that is open within 15m has taken it',
      'noise.same_host passes: it speaks of no host',
      'noise.together[0] skips: alertname="Other"',
      'noise.together[1] passes: no incident of a source with the same cluster within 5m has taken it',
      'noise.throttle passes: no receiver of it had had 5 notifications in 1h',
    ]);
  });

  it('says what took it, and who was left out', () => {
    expect(said({ moved: 'storm', as: 'joined', throttled: ['channel/slack/0'] })).toEqual([
      'noise.storm takes: it went into the incident that this found',
      'noise.throttle holds: channel/slack/0 had 5 notifications in 1h: it is in the digest',
    ]);
    expect(said({ moved: 'same_host', as: 'joined', throttled: null }, { node: 'n1' })).toContain(
      'noise.same_host takes: it went into the incident that this found',
    );
    const atHome = said({ moved: null, as: 'joined', throttled: null }, { node: 'n1' });
    expect(atHome).toContain('noise.same_host passes: its group had an open incident, where it belongs');
    expect(atHome).toContain('noise.dependencies passes: it speaks of no known service');
  });

  it('says of what was looked at again that it was in its incident by then', () => {
    const stayed = 'it had its incident already, and stayed there';
    expect(said({ moved: null, as: null, throttled: null }, { service: 'shop', node: 'n1' })).toEqual([
      `noise.storm passes: ${stayed}`,
      `noise.dependencies passes: ${stayed}`,
      `noise.same_host passes: ${stayed}`,
      'noise.together[0] skips: alertname="Other"',
      `noise.together[1] passes: ${stayed}`,
    ]);
  });

  it('says of a storm of two, and of an alert that names no place', () => {
    const storm = { alerts: 1, windowMs: MINUTE, by: ['cluster', 'zone'], holdMs: MINUTE };
    const given = context({ noise: { ...NO_RULES.noise, storm } });
    expect(explain(asked(anEpisode({ labels }), given)).find(({ rule }) => rule === 'storm')?.because).toBe(
      'it joins a storm where there is one (more than one new alert within 1m with cluster=eu-1 without zone)',
    );
  });

  it('says of what was never sent what it would join', () => {
    expect(said(undefined, { node: 'n1' })).toEqual([
      'noise.storm passes: it joins a storm where there is one (more than 20 new alerts within 5m with cluster=eu-1)',
      'noise.dependencies passes: it speaks of no known service',
      'noise.same_host passes: it joins an incident of host n1 that is open within 10m',
      'noise.together[0] skips: alertname="Other"',
      'noise.together[1] passes: it joins the incident of a source with the same cluster within 5m',
    ]);
  });
});
