import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { observeDecisions } from '../../src/observe.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { webhookEntry } from './memory.ts';
import { Stage } from './stage.ts';

const MINUTE = 60_000;
const LOW = { rules: [], default: 'low' as const };
const PAGER = aTarget('oncall', 'pagerduty', { urgencies: ['high'] });
const DOOR = aTarget('oncall', 'slack');
/** Every rule is on, and would let the page wait, join or stay low. */
const policy = aPolicy([[PAGER, DOOR]], {
  ...NO_RULES,
  identify: { service: ['service'], host: ['instance'], cluster: [] },
  services: [
    { name: 'checkout', matchers: [], team: null, tier: null, dependsOn: ['orders'], runbook: null },
    { name: 'orders', matchers: [], team: null, tier: null, dependsOn: [], runbook: null },
  ],
  maintenance: [{ start: START - MINUTE, end: START + MINUTE, matchers: ['service="nobody"'], graceMs: 0 }],
  noise: {
    inhibitRules: [{ sourceMatchers: ['alertname="Nothing"'], targetMatchers: ['alertname="Slow"'], equal: [] }],
    holdDown: [{ matchers: ['alertname="Nothing"'], forMs: MINUTE }],
    dependencies: { windowMs: MINUTE, depth: 2, siblingsMs: null },
    sameHost: { windowMs: MINUTE },
    flapping: { windowMs: 10 * MINUTE, changes: 3, calmMs: MINUTE },
    storm: { alerts: 1_000, windowMs: MINUTE, by: [], holdMs: MINUTE },
    changes: { windowMs: MINUTE, holdMs: MINUTE },
    throttle: { windowMs: MINUTE, notifications: 100 },
  },
  urgency: LOW,
});
const broken = (...parts: (keyof Policy)[]): Policy => {
  const thrower = (): never => {
    throw new Error('boom');
  };
  const bomb = new Proxy({}, { get: thrower });
  return { ...policy, ...Object.fromEntries(parts.map((part) => [part, bomb])) };
};
const body = {
  alerts: [
    {
      status: 'firing',
      startsAt: '2026-03-02T10:00:00Z',
      labels: { alertname: 'Slow', severity: 'error', service: 'checkout', instance: 'web-1' },
    },
  ],
  groupLabels: { alertname: 'Slow' },
  groupKey: 'g',
};

function tell(by: Policy): Decisions {
  const stage = new Stage(by);
  stage.take({ kind: 'change', changes: [] });
  return stage.take(webhookEntry(body, by));
}

function metricsOf(made: Decisions): Promise<{ body: string }> {
  const metrics = createMetrics('1');
  observeDecisions(metrics, createLogger({ level: 'critical', out: { write: () => {} } }), made);
  return metrics.render();
}

it('is low and wakes nobody while no rule throws', () => {
  const { decisions, states, failures } = tell(policy);
  expect(states.map(({ target }) => target)).toEqual([DOOR.id]);
  expect(decisions[0]?.trace).toMatchObject({ urgency: 'low' });
  expect(failures).toEqual([]);
});

describe('a rule that throws', () => {
  it.each([
    ['maintenance', 'maintenance'],
    ['inhibit', 'inhibitRules'],
    ['hold_down', 'holdDown'],
    ['flapping', 'flapping'],
    ['changes', 'changes'],
    ['storm', 'storm'],
    ['dependencies', 'dependencies'],
    ['dependencies', 'graph'],
    ['same_host', 'sameHost'],
    ['identify', 'known'],
    ['kinds', 'kinds'],
    ['urgency', 'urgency'],
    ['grouping', 'grouping'],
    ['heartbeat', 'heartbeats'],
    ['route', 'route'],
  ] as const)('%s (%s): its alert wakes somebody, the decision names it, and it is counted', async (rule, part) => {
    const made = tell(broken(part));
    expect(made.states.map(({ target }) => target).sort()).toEqual([PAGER.id, DOOR.id]);
    const [decision] = made.decisions;
    expect(decision).toMatchObject({ verdict: 'notify', reason: 'first', because: expect.stringContaining('(boom)') });
    expect(decision?.trace).toMatchObject({ urgency: 'high', failed: expect.arrayContaining([{ rule, error: 'boom' }]) });
    expect((await metricsOf(made)).body).toMatch(new RegExp(`^tocsin_rule_failures_total\\{rule="${rule}"\\} [1-9]`, 'm'));
  });

  it('throttle: everybody is told', async () => {
    const made = tell(broken('throttle'));
    expect(made.states.map(({ target }) => target)).toEqual([DOOR.id]);
    expect(made.decisions[0]).toMatchObject({
      verdict: 'notify',
      because: expect.stringContaining('throttle failed (boom), which holds nothing back'),
      trace: { failed: [{ rule: 'throttle', error: 'boom' }] },
    });
    expect((await metricsOf(made)).body).toContain('tocsin_rule_failures_total{rule="throttle"} 1');
  });

  it('does not undo what another rule holds', () => {
    const held = { ...broken('storm'), holdDown: [{ matchers: [], forMs: MINUTE, path: 'noise.hold_down[0]' }] };
    const { decisions, states } = tell(held);
    expect(states).toEqual([]);
    expect(decisions[0]).toMatchObject({ verdict: 'defer', trace: { failed: [{ rule: 'storm', error: 'boom' }] } });
  });

  it('all at once: it is told all the same', () => {
    const parts = ['storm', 'dependencies', 'sameHost', 'flapping', 'urgency', 'throttle', 'known', 'kinds', 'changes'] as const;
    const made = tell(broken(...parts));
    expect(made.states.map(({ target }) => target).sort()).toEqual([PAGER.id, DOOR.id]);
    expect(made.decisions[0]?.trace?.failed?.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['storm', 'flapping', 'urgency', 'throttle', 'identify', 'kinds']),
    );
  });

  it('over what it remembers of an hour ago: an entry of another version does not stop it', () => {
    const stage = new Stage(policy);
    const first = stage.take(webhookEntry(body, policy));
    for (const { key } of first.remembered) stage.store.memory.set(key, { at: { no: 'list' }, rate: 7, sent: 7, shape: null });
    const later = { ...body.alerts[0], labels: { ...body.alerts[0]?.labels, alertname: 'Other', severity: 'critical' } };
    const made = stage.take(webhookEntry({ ...body, alerts: [later], groupLabels: { alertname: 'Other' } }, policy));
    expect(made.decisions).toHaveLength(1);
    expect(made.decisions[0]).toMatchObject({ verdict: 'notify' });
    expect(made.states.map(({ target }) => target)).toContain(PAGER.id);
    expect(made.failures.map(({ rule }) => rule)).toContain('storm');
  });
});
