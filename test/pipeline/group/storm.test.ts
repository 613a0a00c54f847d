import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/incident/incident.ts';
import {
  gatheringIncident,
  isOn,
  keepsItsLane,
  type Storm,
  stormAfter,
  stormInto,
  stormKey,
  stormText,
} from '../../../src/pipeline/group/storm.ts';
import { anIncident } from '../../incident/anIncident.ts';

const RULE = { alerts: 10, windowMs: 60_000, by: ['cluster'], holdMs: 30 * 60_000 };
const NOW = 1_700_000_000_000;

const labelsOf = (i: number) => ({ alertname: `Rule${i % 4}`, cluster: 'eu', rack: i % 6 === 0 ? 'r1' : 'r12', pod: `p-${i}` });
const touchesOf = (i: number) => [`alertname=Rule${i % 4}`, `host=node-${i % 3}`];

/** So many alerts, one a second, each into the incident `into`. */
function stormOf(alerts: number, into = 7, from = NOW): Storm {
  let storm: Storm | null = null;
  for (let i = 0; i < alerts; i += 1)
    storm = stormInto(stormAfter(storm, labelsOf(i), from + i * 1_000, RULE), into, touchesOf(i));
  return storm as Storm;
}

describe('a storm', () => {
  it('is on when more alerts began than the rule takes, and until it has held for long enough', () => {
    expect(isOn(stormOf(10), NOW + 10_000)).toBe(false);
    const storm = stormOf(11);
    expect(isOn(storm, NOW + 10_000)).toBe(true);
    expect(isOn(storm, NOW + 10_000 + RULE.holdMs - 1)).toBe(true);
    expect(isOn(storm, NOW + 10_000 + RULE.holdMs)).toBe(false);
  });

  it('is one of its place', () => {
    expect(stormKey({ cluster: 'eu', a: '1' }, RULE)).toBe(stormKey({ cluster: 'eu', a: '2' }, RULE));
    expect(stormKey({ cluster: 'eu' }, RULE)).not.toBe(stormKey({ cluster: 'us' }, RULE));
  });

  it('says what its alerts share', () => {
    expect(stormText(stormOf(60), RULE)).toBe('Storm: 60 alerts; 83 % share rack=r12');
  });

  it('forgets what came before a pause', () => {
    expect(stormAfter(stormOf(5), labelsOf(5), NOW + 10 * 60_000, RULE).shape.total).toBe(1);
  });

  it('is gathered by what began with it: one that was told, else the largest', () => {
    const storm = [8, 8, 9].reduce((last, number) => stormInto(last, number, []), stormOf(1, 7));
    const open = (...incidents: Incident[]) => {
      const byNumber = new Map(incidents.map((incident) => [incident.number, incident]));
      return gatheringIncident(storm, (number) => byNumber.get(number) ?? null)?.number ?? null;
    };
    const small = anIncident({ number: 7, triggeredAt: NOW, notifiedAt: null });
    const large = anIncident({ number: 8, triggeredAt: NOW, notifiedAt: null });
    const told = anIncident({ number: 9, triggeredAt: NOW, notifiedAt: NOW });
    const old = anIncident({ number: 9, triggeredAt: NOW - 1, notifiedAt: NOW - 1 });
    expect(open(small, large)).toBe(8);
    expect(open(small, large, told)).toBe(9);
    expect(open(small, large, old)).toBe(8);
    expect(open()).toBeNull();
  });

  it.each([
    ['new to it in every way', 'critical', { rack: 'r9' }, ['alertname=Other', 'host=far'], true],
    ['of a name that is in it', 'critical', { rack: 'r9' }, ['alertname=Rule1', 'host=far'], false],
    ['of a host that is in it', 'critical', { rack: 'r9' }, ['alertname=Other', 'host=node-2'], false],
    ['with what most of it share', 'critical', { rack: 'r12' }, ['alertname=Other', 'host=far'], false],
    ['no more than an error', 'error', { rack: 'r9' }, ['alertname=Other', 'host=far'], false],
  ] as const)('leaves a critical alert its own incident: %s', (_case, severity, labels, touches, own) => {
    expect(keepsItsLane(stormOf(60), { cluster: 'eu', ...labels }, touches, severity, RULE)).toBe(own);
  });

  it('knows its own by name and service where it has more hosts than it can keep, and leaves others theirs', () => {
    const many = (touches: (i: number) => string[], last: Storm | null = null): Storm =>
      Array.from({ length: 1_000 }, (_, i) => i).reduce<Storm | null>(
        (storm, i) => stormInto(stormAfter(storm, labelsOf(i), NOW + i, RULE), 7, touches(i)),
        last,
      ) as Storm;
    const keeps = (storm: Storm, ...touches: string[]) =>
      keepsItsLane(storm, { cluster: 'eu', rack: 'r9' }, touches, 'critical', RULE);
    const hosts = stormInto(
      many((i) => ['alertname=NodeDown', `host=n-${i}`]),
      7,
      ['alertname=Late'],
    );
    expect(keeps(hosts, 'alertname=Late', 'host=far')).toBe(false);
    expect(keeps(hosts, 'alertname=PaymentsDown', 'host=far')).toBe(true);
    const full = many((i) => [`alertname=Rule${i}`]);
    expect(full.touched).toHaveLength(300);
    expect(keeps(full, 'alertname=PaymentsDown', 'service=bank', 'host=far')).toBe(true);
  });
});
