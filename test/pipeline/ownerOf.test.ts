import { describe, expect, it } from 'vitest';
import type { Sign } from '../../src/incident/incident.ts';
import { ownerOf } from '../../src/pipeline/ownerOf.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy } from './aPolicy.ts';

const TEAMS: Readonly<Record<string, string | null>> = {
  checkout: 'payments',
  orders: 'payments',
  postgres: 'storage',
  cart: null,
};
const DEPENDS: Readonly<Record<string, readonly string[]>> = { checkout: ['orders'], orders: ['postgres'] };
const services = Object.entries(TEAMS).map(([name, team]) => ({
  name,
  team,
  matchers: [],
  tier: null,
  dependsOn: DEPENDS[name] ?? [],
  runbook: null,
}));
const apart = aPolicy([], { services });
const together = aPolicy([], {
  services,
  noise: { ...NO_RULES.noise, dependencies: { windowMs: 60_000, depth: 4, siblingsMs: null } },
});

/** `service team`, as the signs of its alerts say; `-` is none. */
const signs = (texts: readonly string[]): Sign[] =>
  texts.map((text, i) => {
    const [service = null, team = null] = text.split(' ').map((word) => (word === '-' ? null : word));
    return { alertname: `A${i}`, host: null, service, team, cluster: null, kind: 'unknown', at: i };
  });

describe('what an incident is about, and whose it is', () => {
  const cases: [string, readonly string[], readonly [string | null, string | null]][] = [
    ['nothing that is known', ['- -'], [null, null]],
    ['the only service', ['cart -'], ['cart', null]],
    ['a team without a service', ['- web', '- web', '- db'], [null, 'web']],
    ['what most signs speak of', ['cart -', 'orders payments', 'orders payments'], ['orders', 'payments']],
    ['of as many the first', ['cart -', 'orders payments'], ['cart', null]],
    [
      "the team of that service's alerts, not another's",
      ['postgres storage', 'postgres storage', 'cart web'],
      ['postgres', 'storage'],
    ],
    ["an alert's own team", ['orders night', 'orders night', 'orders payments'], ['orders', 'night']],
  ];
  it.each(cases)('%s', (_, given, [service, team]) => {
    expect(ownerOf(anIncident({ signs: signs(given) }), [], apart)).toEqual({ service, team });
  });

  it('is the probable cause, however many stand on it', () => {
    const of = signs(['checkout payments', 'checkout payments', 'orders payments', 'postgres storage']);
    expect(ownerOf(anIncident({ signs: of }), [], together)).toEqual({ service: 'postgres', team: 'storage' });
    expect(ownerOf(anIncident({ signs: of }), [], apart)).toEqual({ service: 'checkout', team: 'payments' });
  });

  it('is that of silenced alerts where nothing else speaks, and stays where nothing does', () => {
    const known = anIncident({ service: 'cart', team: 'web' });
    expect(ownerOf(known, signs(['orders payments']), apart)).toEqual({ service: 'orders', team: 'payments' });
    expect(ownerOf(known, [], apart)).toEqual({ service: 'cart', team: 'web' });
    const spoken = anIncident({ signs: signs(['postgres storage']) });
    expect(ownerOf(spoken, signs(['orders payments', 'orders payments']), apart)).toEqual({
      service: 'postgres',
      team: 'storage',
    });
  });
});
