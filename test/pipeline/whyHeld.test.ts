import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import { explain } from '../../src/pipeline/explain.ts';
import { type Flaps, flapsKey } from '../../src/pipeline/noise/flapping.ts';
import type { RuleContext } from '../../src/pipeline/noise/rule.ts';
import { NO_RULES, PLAIN_ROUTE, type PolicySource } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { wouldPage } from '../../src/pipeline/wouldPage.ts';
import { SilenceIndex } from '../../src/silence/silenceIndex.ts';
import { aSilence } from '../silence/aSilence.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { asked, labels, MINUTE } from './askedOf.ts';
import { anEpisode, BEGAN } from './noise/anEpisode.ts';

const EVER = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
/** From nine to eleven; the alert begins at ten. */
const MORNING = { ...EVER, times: [{ start: 540, end: 660 }] };
const EVENING = { ...EVER, times: [{ start: 1_080, end: 1_200 }] };
const HIGH = { matchers: ['severity="warning"'], kinds: [], urgency: 'high', when: null } as const;
const SECOND = { ...HIGH, when: { secondSignMs: 15 * MINUTE } } as const;

const context = (over: Partial<PolicySource>): RuleContext => {
  const policy = aPolicy([[aTarget('pager', 'pagerduty', { urgencies: ['high'] })], [aTarget('channel', 'slack')]], {
    timeIntervals: [
      { name: 'ever', intervals: [EVER] },
      { name: 'morning', intervals: [MORNING] },
      { name: 'evening', intervals: [EVENING] },
    ],
    ...over,
  });
  return bareContext(BEGAN, policy);
};
const route = (...routes: Partial<PolicySource['route']>[]): PolicySource['route'] => ({
  ...PLAIN_ROUTE,
  receiver: 'none',
  routes: routes.map((each) => ({ ...PLAIN_ROUTE, receiver: 'pager', ...each })),
});
const changes = (given: RuleContext, over: Partial<ReturnType<typeof asked>> = {}): string[] =>
  wouldPage({ ...asked(anEpisode({ labels }), given), urgency: 'low', ...over }).map(
    ({ change, receivers }) => `${change} → ${receivers.join(', ')}`,
  );
const looks = (given: RuleContext, over: Partial<ReturnType<typeof asked>> = {}): string[] =>
  explain({ ...asked(anEpisode({ labels }), given), urgency: 'low', ...over })
    .filter(({ stage }) => stage === 'urgency' || stage === 'route')
    .map(({ path, outcome, because }) => `${path} ${outcome}${because === null ? '' : `: ${because}`}`);

const BY_URGENCY = route({ matchers: ['urgency="high"'] }, { matchers: ['urgency="low"'], receiver: 'channel' });
const silencing = (given: RuleContext): RuleContext => {
  const silences = new SilenceIndex([aSilence()], given.policy.timeIntervals);
  return { ...given, silenceOf: (...of) => silences.hides(...of) };
};

describe('what is held, in an incident that is low because of that', () => {
  const given = silencing(context({ route: BY_URGENCY, urgency: { rules: [HIGH], default: 'low' } }));
  const high = 'urgency high (a cause)';

  it('is asked after by the urgency that it has once nothing holds it, in the rules and in the routes', () => {
    expect(looks(given)).toEqual([
      `urgency.rules[0] takes: ${high}, once nothing holds it`,
      'route enters: matches, and routes below it take the alert',
      'route.routes[0] takes: goes to pager',
    ]);
    expect(changes(given).at(-1)).toMatch(/^expire silence .* → pager$/);
  });

  it('is told by the signs that were there, also where its rule waits for one', () => {
    const waits = silencing(context({ route: BY_URGENCY, urgency: { rules: [SECOND], default: 'low' } }));
    expect(changes(waits).at(-1)).toMatch(/^expire silence .* → channel$/);
    const signs = { onceFree: 'urgency high (urgency.rules[0]: a cause, a second sign is Down)' };
    expect(changes(waits, signs).at(-1)).toMatch(/^expire silence .* → pager$/);
    expect(looks(waits, signs)).toEqual([
      'urgency.rules[0] takes: urgency high (a cause, a second sign is Down), once nothing holds it',
      'route enters: matches, and routes below it take the alert',
      'route.routes[0] takes: goes to pager',
    ]);
  });

  it('is as urgent as its incident where that is high', () => {
    const low = context({ route: BY_URGENCY, urgency: { rules: [], default: 'low' } });
    expect(looks(silencing(low), { urgency: 'high' })[0]).toBe(
      'urgency.default takes: urgency low: no rule matches (urgency.default); its incident is high',
    );
    expect(looks(given, { urgency: 'high' })[0]).toBe(`urgency.rules[0] takes: ${high}`);
  });

  it('is told as low where somebody is awake', () => {
    const awake = context({ route: BY_URGENCY, urgency: { rules: [HIGH], default: 'low' } });
    const pagerOnly = context({ route: route({}), urgency: { rules: [HIGH], default: 'low' } });
    expect(looks(awake)).toContain('route.routes[1] takes: goes to channel');
    expect(changes(pagerOnly, { said: '#3 has woken somebody' })).toEqual([
      'nobody is awake for what it hangs together with (#3 has woken somebody) → pager',
    ]);
  });
});

describe('the hour of a route', () => {
  const urgency = { rules: [HIGH], default: 'low' } as const;
  const remove = (what: string) => `remove ${what} of route.routes[0] → pager`;
  const until = (what: string) =>
    `wait until 2026-03-02T11:00:00.000Z: mute_time ends; until then pager is ${what} (route.routes[0]) → pager`;
  const muted = (...muteTimeIntervals: string[]) => ({ muteTimeIntervals });
  const active = (...activeTimeIntervals: string[]) => ({ activeTimeIntervals });

  it.each([
    [
      'mutes it',
      muted('evening', 'morning'),
      [until('muted by time interval morning'), remove('morning from mute_time_intervals')],
    ],
    ['mutes it for ever', muted('ever'), [remove('ever from mute_time_intervals')]],
    ['mutes it in two ways', muted('ever', 'morning'), [remove('ever and morning from mute_time_intervals')]],
    [
      'is not among its active ones',
      { ...active('evening'), matchers: [] },
      [
        'wait until 2026-03-02T18:00:00.000Z: mute_time ends; until then pager is outside of its active time intervals evening (route.routes[0]) → pager',
        remove('active_time_intervals'),
      ],
    ],
    [
      'is neither active nor free',
      { ...muted('ever'), ...active('evening') },
      [remove('ever from mute_time_intervals and active_time_intervals')],
    ],
  ])('%s, and is named, where only what is urgent goes there', (_, over, expected) => {
    const node = { matchers: ['urgency="high"'], ...over };
    expect(changes(context({ route: route(node), urgency }))).toEqual(expected);
  });

  it('is named for a receiver that is left out while another is told', () => {
    const both = route({ ...muted('morning') }, { receiver: 'channel' });
    const [first, ...rest] = both.routes;
    if (!first) throw new Error('no route');
    const given = context({ route: { ...both, routes: [{ ...first, continue: true }, ...rest] } });
    expect(changes(given, { urgency: 'high' })).toEqual([
      until('muted by time interval morning'),
      remove('morning from mute_time_intervals'),
    ]);
  });

  it('is nothing to a receiver that takes what is more urgent only', () => {
    const first = { ...PLAIN_ROUTE, receiver: 'pager', continue: true, ...muted('ever') };
    const given = context({
      route: { ...route(), routes: [first, { ...PLAIN_ROUTE, receiver: 'channel' }] },
      urgency: { rules: [], default: 'low' },
    });
    expect(changes(given)).toEqual([]);
  });
});

describe('what flaps', () => {
  const flapping = { windowMs: 60 * MINUTE, changes: 3, calmMs: 10 * MINUTE };
  const flaps: Flaps = { firing: 1, at: [BEGAN - 2 * MINUTE, BEGAN - MINUTE, BEGAN], until: BEGAN + 10 * MINUTE };
  const given = (secondSignMs: number | undefined, urgency: PolicySource['urgency']): RuleContext => {
    const noise = { ...NO_RULES.noise, flapping: { ...flapping, ...(secondSignMs !== undefined && { secondSignMs }) } };
    const memory = new RuleMemory([{ key: flapsKey(anEpisode().group, 'warning'), value: flaps }]);
    return { ...context({ route: route({ matchers: ['severity="warning"'] }), noise, urgency }), memory };
  };
  const second = 'an alert of another name in its incident, as a second sign → pager';

  it('is told by a second sign where that is asked for, also where its urgency waits for one too', () => {
    expect(changes(given(15 * MINUTE, null))).toContain(second);
    expect(changes(given(15 * MINUTE, { rules: [SECOND], default: 'low' }))).toEqual([second]);
    expect(changes(given(undefined, null))).not.toContain(second);
    expect(changes(given(undefined, null))).toContain('its group stops flapping → pager');
  });
});
