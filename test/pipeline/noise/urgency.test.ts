import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/alert/severity.ts';
import type { Sign } from '../../../src/incident/incident.ts';
import { metNow, stillArmed, urgencyOf } from '../../../src/pipeline/noise/urgency.ts';
import type { UrgencyRule } from '../../../src/pipeline/policy.ts';
import { aPolicy, aTarget } from '../aPolicy.ts';

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;

const rule = (over: Partial<UrgencyRule>): UrgencyRule => ({ matchers: [], kinds: [], urgency: 'high', when: null, ...over });

const policyOf = (...rules: UrgencyRule[]) =>
  aPolicy([[aTarget('oncall', 'pagerduty')]], {
    urgency: { rules, default: 'low' },
    services: ['checkout', 'cart', 'orders', 'postgres'].map((name) => ({
      name,
      matchers: [],
      team: null,
      tier: null,
      dependsOn: name === 'postgres' ? [] : ['postgres'],
      runbook: null,
    })),
  });

function sign(over: Partial<Sign> = {}): Sign {
  return { alertname: 'DiskFull', host: null, service: null, team: null, cluster: 'eu', kind: 'cause', at: NOW, ...over };
}

const ask = (own: Sign, others: readonly Sign[], severity: Severity, ...rules: UrgencyRule[]) =>
  urgencyOf({ labels: { severity, cluster: 'eu' }, severity, sign: own }, [...others, own], policyOf(...rules));

describe('the first rule that matches decides', () => {
  const wakes = rule({ matchers: ['severity="critical"'], kinds: ['symptom', 'unknown'] });
  const staging = rule({ matchers: ['cluster="eu"'], urgency: 'low' });

  it.each([
    ['a symptom', 'symptom', 'critical', [wakes], 'high'],
    ['what nobody knows', 'unknown', 'critical', [wakes], 'high'],
    ['a cause', 'cause', 'critical', [wakes], 'low'],
    ['a warning', 'symptom', 'warning', [wakes], 'low'],
    ['a low rule before it', 'symptom', 'critical', [staging, wakes], 'low'],
    ['a low rule behind it', 'symptom', 'critical', [wakes, staging], 'high'],
    ['no rule at all', 'symptom', 'critical', [], 'low'],
  ] as const)('%s', (_case, kind, severity, rules, urgency) => {
    expect(ask(sign({ kind }), [], severity, ...rules).urgency).toBe(urgency);
  });

  it.each([
    ['symptom', 'urgency high (urgency.rules[0]: a symptom)'],
    ['unknown', 'urgency high (urgency.rules[0]: neither a known symptom nor a known cause)'],
  ] as const)('says what it took it for: %s', (kind, because) => {
    expect(ask(sign({ kind }), [], 'critical', wakes).because).toBe(because);
  });

  it('is high without the section', () => {
    const policy = aPolicy([[aTarget('oncall', 'pagerduty')]]);
    expect(urgencyOf({ labels: {}, severity: 'info', sign: sign() }, [], policy).urgency).toBe('high');
  });
});

describe('a second sign', () => {
  const waits = rule({ when: { secondSignMs: 15 * MINUTE } });

  it.each([
    ['none', [], 'low'],
    ['another name', [sign({ alertname: 'MemoryHigh', at: NOW - 15 * MINUTE })], 'high'],
    ['another name, too long ago', [sign({ alertname: 'MemoryHigh', at: NOW - 15 * MINUTE - 1 })], 'low'],
    ['another host', [sign({ host: 'b', at: NOW - MINUTE })], 'high'],
    ['the same name of another service', [sign({ service: 'cart', at: NOW - MINUTE })], 'low'],
  ] as const)('%s', (_case, others, urgency) => {
    expect(ask(sign(), others, 'critical', waits)).toMatchObject({ urgency, bySigns: true });
  });

  it('may come after, while the rule waits', () => {
    const policy = policyOf(waits);
    const { armed } = ask(sign(), [], 'critical', waits);
    const all = armed ? [armed] : [];
    expect(metNow(all, [sign()], policy)).toBeNull();
    expect(metNow(all, [sign(), sign({ host: 'b', at: NOW + 15 * MINUTE })], policy)?.because).toContain('DiskFull on b');
    expect(metNow(all, [sign(), sign({ host: 'b', at: NOW + 16 * MINUTE })], policy)).toBeNull();
    expect(stillArmed(all, [], NOW + 15 * MINUTE, policy)).toHaveLength(1);
    expect(stillArmed(all, [], NOW + 15 * MINUTE + 1, policy)).toHaveLength(0);
    expect(stillArmed(all, [], NOW, policyOf())).toHaveLength(0);
  });
});

describe('so many services', () => {
  const widens = rule({ when: { services: 3, withinMs: 15 * MINUTE } });
  const of = (service: string, at = NOW) => sign({ service, at });

  it.each([
    ['one', [], 'low'],
    ['two', [of('cart')], 'low'],
    ['three', [of('cart'), of('orders')], 'high'],
    ['one of them twice', [of('cart'), of('cart')], 'low'],
    ['one of them long ago', [of('cart'), of('orders', NOW - 16 * MINUTE)], 'low'],
    ['one that speaks of none', [of('cart'), sign()], 'low'],
  ] as const)('%s', (_case, others, urgency) => {
    expect(ask(of('checkout'), others, 'warning', widens).urgency).toBe(urgency);
  });
});

describe('what depends on it', () => {
  const waits = rule({ when: { dependants: 3, withinMs: 15 * MINUTE } });

  it.each([
    ['much depends on it, and says nothing', 'postgres', [], 'low'],
    ['one of that feels it', 'postgres', [sign({ service: 'cart', at: NOW + MINUTE })], 'high'],
    ['one of that felt something long ago', 'postgres', [sign({ service: 'cart', at: NOW - 16 * MINUTE })], 'low'],
    ['nothing depends on it', 'checkout', [], 'high'],
    ['it speaks of no service', null, [], 'high'],
  ] as const)('%s', (_case, service, others, urgency) => {
    expect(ask(sign({ service }), others, 'critical', waits).urgency).toBe(urgency);
  });
});
