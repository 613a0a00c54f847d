import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../src/incident/incident.ts';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import type { InhibitMark } from '../../src/pipeline/noise/inhibitRoles.ts';
import { inhibitRoles } from '../../src/pipeline/noise/inhibitRoles.ts';
import type { RuleContext } from '../../src/pipeline/noise/rule.ts';
import { pastContext } from '../../src/pipeline/pastContext.ts';
import { NO_RULES, PLAIN_ROUTE, type PolicySource } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import type { Trace } from '../../src/pipeline/trace.ts';
import { wouldPage } from '../../src/pipeline/wouldPage.ts';
import type { Silence } from '../../src/silence/silence.ts';
import { SilenceIndex } from '../../src/silence/silenceIndex.ts';
import { aSilence } from '../silence/aSilence.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { asked, context, labels, MINUTE, policy } from './askedOf.ts';
import { anEpisode, BEGAN } from './noise/anEpisode.ts';

const WHOLE_DAY = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
const changes = (over: Partial<PolicySource>, more: Record<string, string> = {}, given = context(over)): string[] =>
  wouldPage(asked(anEpisode({ labels: { ...labels, ...more } }), given)).map(
    ({ change, receivers }) => `${change} → ${receivers.join(', ')}`,
  );

describe('the smallest change that would have paged', () => {
  it('is nothing where somebody is told', () => {
    expect(changes({}, { team: 'orders' })).toEqual([]);
  });

  it('is another severity, another label, another receiver, where no route takes it to anybody', () => {
    expect(changes({})).toEqual([
      'severity critical instead of warning → oncall',
      'label team payments instead of none (route.routes[1]) → channel',
      'a label env for which env!="" holds (route.routes[2]) → oncall',
      'configs for the receiver none, or another receiver for route → none',
    ]);
  });

  it('is to wait, or to take the rule away', () => {
    const noise = { ...NO_RULES.noise, holdDown: [{ matchers: ['severity="warning"'], forMs: MINUTE }] };
    expect(changes({ noise }, { team: 'orders' })).toEqual([
      'wait until 2026-03-02T10:01:00.000Z: hold_down ends → channel',
      'remove noise.hold_down[0] → channel',
      'severity error instead of warning → channel',
      'severity info instead of warning → channel',
      'severity critical instead of warning → oncall',
    ]);
  });

  it('was tried: to take away one rule of two is not among it, nor to wait for the first to end', () => {
    const noise = {
      ...NO_RULES.noise,
      holdDown: [
        { matchers: ['severity="warning"'], forMs: MINUTE },
        { matchers: [], forMs: 2 * MINUTE },
      ],
    };
    const maintenance = [{ start: BEGAN, end: BEGAN + 90_000, matchers: [], graceMs: 0 }];
    expect(changes({ noise }, { team: 'orders' })).toEqual(['wait until 2026-03-02T10:01:00.000Z: hold_down ends → channel']);
    expect(changes({ noise, maintenance }, { team: 'orders' })).toEqual([
      'wait until 2026-03-02T10:01:30.000Z: maintenance ends → channel',
    ]);
  });

  it('is that what inhibits it resolves', () => {
    const over: Partial<PolicySource> = {
      noise: {
        ...NO_RULES.noise,
        inhibitRules: [{ sourceMatchers: ['alertname="Down"'], targetMatchers: ['severity="warning"'], equal: ['cluster'] }],
      },
    };
    const key = inhibitRoles(labels, 'warning', policy(over))[0]?.key ?? '';
    const mark: InhibitMark = { sources: 1, both: 0, named: { sources: ['Down (instance=a)'], both: [] } };
    const given = { ...context(over), memory: new RuleMemory([{ key, value: mark }]) };
    expect(changes(over, { team: 'orders' }, given).slice(0, 2)).toEqual([
      'Down (instance=a) resolves, which inhibits it by noise.inhibit_rules[0] → channel',
      'remove noise.inhibit_rules[0] → channel',
    ]);
  });

  it('is that all that inhibit it resolve, by one rule or by several', () => {
    const rule = (alertname: string) => ({
      sourceMatchers: [`alertname=~"${alertname}"`],
      targetMatchers: ['severity="warning"'],
      equal: ['cluster'],
    });
    const over: Partial<PolicySource> = { noise: { ...NO_RULES.noise, inhibitRules: [rule('Src.'), rule('Net')] } };
    const [first, second] = inhibitRoles(labels, 'warning', policy(over)).map(({ key }) => key);
    const mark = (...sources: string[]): InhibitMark => ({ sources: sources.length, both: 0, named: { sources, both: [] } });
    const lifted = (...marks: (InhibitMark | null)[]): string | undefined => {
      const rows = marks.flatMap((value, i) => (value ? [{ key: [first, second][i] ?? '', value }] : []));
      const episode = anEpisode({ labels: { ...labels, team: 'orders' } });
      // By way of its trace, which holds what was looked at.
      const { basis } = judgement(episode, 'warning', { ...context(over), memory: new RuleMemory(rows) });
      const trace = { ...basis, urgency: 'high', route: { receivers: [], targets: [] } } as unknown as Trace;
      return wouldPage(asked(episode, pastContext(trace, BEGAN, policy(over))))[0]?.change;
    };
    const path = 'noise.inhibit_rules';
    expect(lifted(mark('Src1'))).toBe(`Src1 resolves, which inhibits it by ${path}[0]`);
    expect(lifted(mark('Src1', 'Src2'))).toBe(`Src2 and Src1 resolve, which inhibit it by ${path}[0]`);
    expect(lifted(mark('Src1'), mark('Net'))).toBe(`Src1 and Net resolve, which inhibit it by ${path}[0] and ${path}[1]`);
    expect(lifted(null, mark('Net'))).toBe(`Net resolves, which inhibits it by ${path}[1]`);
    expect(lifted({ ...mark('Src1', 'Src1'), sources: 12 })).toBe(
      `all 12 sources (Src1) resolve, which inhibit it by ${path}[0]`,
    );
  });

  it('is to expire all silences that hide it, or to wait until the last of them ends', () => {
    const hours = { times: [{ start: 600, end: 630 }], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
    const lifted = (...silences: Silence[]): string[] => {
      const index = new SilenceIndex(silences, new Map());
      const episode = anEpisode({ labels: { ...labels, team: 'orders' } });
      const silenceOf: RuleContext['silenceOf'] = (...given) => index.hides(...given);
      const { basis } = judgement(episode, 'warning', { ...context(), silenceOf });
      const trace = { ...basis, urgency: 'high', route: { receivers: [], targets: [] } } as unknown as Trace;
      return wouldPage(asked(episode, pastContext(trace, BEGAN, policy()))).map(({ change }) => change);
    };
    const a = aSilence({ id: 'a', startsAt: BEGAN, endsAt: BEGAN + 60 * MINUTE });
    const b = aSilence({ id: 'b', startsAt: BEGAN, endsAt: BEGAN + 40 * MINUTE, createdBy: 'bob' });
    const wait = (time: string) => `wait until 2026-03-02T${time}:00.000Z: silence ends`;
    expect(lifted(a)).toEqual([wait('11:00'), 'expire silence a of ada']);
    expect(lifted(a, b)).toEqual([wait('11:00'), 'expire silences a of ada and b of bob']);
    const recurring = { ...a, recurrence: { names: [], ranges: [hours], written: [] } };
    expect(lifted(recurring, b)).toEqual([wait('10:40'), 'expire silences a of ada and b of bob']);
    // So many that nobody is told to expire them all.
    const many = Array.from({ length: 12 }, (_, i) => aSilence({ id: `s${i}`, startsAt: BEGAN, endsAt: BEGAN + 60 * MINUTE }));
    expect(lifted(...many)).toEqual([wait('11:00')]);
  });

  it('is that the hour comes, or the mute time goes', () => {
    const over: Partial<PolicySource> = {
      timeIntervals: [{ name: 'always', intervals: [WHOLE_DAY] }],
      route: {
        ...PLAIN_ROUTE,
        receiver: 'none',
        routes: [{ ...PLAIN_ROUTE, receiver: 'channel', muteTimeIntervals: ['always'] }],
      },
    };
    expect(changes(over)).toEqual(['remove always from mute_time_intervals of route.routes[0] → channel']);
  });

  it('is that group_wait ends', () => {
    const said = wouldPage({ ...asked(anEpisode({ labels: { ...labels, team: 'orders' } }), context()), wait: BEGAN + MINUTE });
    expect(said).toEqual([{ change: 'wait until 2026-03-02T10:01:00.000Z: group_wait ends', receivers: ['channel'] }]);
  });

  it('of what was told with low urgency is what would have woken who takes high urgency only', () => {
    const pager = aTarget('oncall', 'pagerduty', { urgencies: ['high'] });
    const rules = (urgency: PolicySource['urgency']): Policy =>
      aPolicy([[pager, aTarget('oncall', 'slack')]], { route: { ...PLAIN_ROUTE, receiver: 'oncall' }, urgency });
    const critical = { matchers: ['severity="critical"'], kinds: [], urgency: 'high', when: null } as const;
    const second = { matchers: [], kinds: [], urgency: 'high', when: { secondSignMs: 15 * MINUTE } } as const;
    const woken = (urgency: PolicySource['urgency'], was: Urgency = 'low', said: string | null = null) =>
      wouldPage({ ...asked(anEpisode({ labels }), bareContext(BEGAN, rules(urgency))), urgency: was, said });
    expect(woken({ rules: [critical, second], default: 'low' })).toEqual([
      { change: 'severity critical instead of warning', receivers: ['oncall'] },
      { change: 'a second sign comes within 15m (urgency.rules[1] waits for it)', receivers: ['oncall'] },
    ]);
    expect(woken({ rules: [critical], default: 'low' })).toEqual([
      { change: 'severity critical instead of warning', receivers: ['oncall'] },
      {
        change: 'high urgency; its rule says: urgency low: no rule matches (urgency.default)',
        receivers: ['oncall'],
      },
    ]);
    expect(woken({ rules: [], default: 'high' }, 'low', '#3 has woken somebody')).toEqual([
      { change: 'nobody is awake for what it hangs together with (#3 has woken somebody)', receivers: ['oncall'] },
    ]);
    expect(woken({ rules: [critical, second], default: 'low' }, 'high')).toEqual([]);
  });
});
