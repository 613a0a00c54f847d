import { describe, expect, it } from 'vitest';
import type { Incident, Sign } from '../../src/incident/incident.ts';
import { acknowledge, raiseSeverity, reopen, resolve, truncatedCount } from '../../src/incident/transitions.ts';
import { anIncident } from './anIncident.ts';

const TRIGGERED = {};
const ACKNOWLEDGED = { status: 'acknowledged', acknowledgedAt: 2_000, acknowledgedBy: 'alice' } as const;
const RESOLVED = { status: 'resolved', resolvedAt: 3_000, resolvedBy: 'alerts' } as const;

/** What a transition changed, and what it answered. */
function change(before: Partial<Incident>, act: (incident: Incident) => unknown): unknown[] {
  const incident = anIncident(before);
  const old: Record<string, unknown> = { ...incident };
  const answer = act(incident);
  const changed = Object.entries(incident).filter(([key, value]) => JSON.stringify(old[key]) !== JSON.stringify(value));
  return [answer, Object.fromEntries(changed)];
}

describe('acknowledge', () => {
  it.each([
    ['triggered', TRIGGERED, [true, { status: 'acknowledged', acknowledgedAt: 5_000, acknowledgedBy: 'bob' }]],
    ['acknowledged', ACKNOWLEDGED, [false, {}]],
    ['resolved', RESOLVED, [false, {}]],
  ])('what is %s', (_status, before, after) => {
    expect(change(before, (incident) => acknowledge(incident, 'bob', 5_000))).toEqual(after);
  });
});

describe('resolve', () => {
  const gone = { status: 'resolved', resolvedAt: 5_000, resolvedBy: 'bob' };
  it.each([
    ['triggered', TRIGGERED, [true, gone]],
    ['acknowledged', ACKNOWLEDGED, [true, gone]],
    ['resolved', RESOLVED, [false, {}]],
  ])('what is %s', (_status, before, after) => {
    expect(change(before, (incident) => resolve(incident, 'bob', 5_000))).toEqual(after);
  });
});

describe('raise the severity', () => {
  const again = { status: 'triggered', opening: 2, triggeredAt: 5_000, acknowledgedAt: null, acknowledgedBy: null };
  it.each([
    ['triggered, to a worse one', TRIGGERED, 'critical', [true, { severity: 'critical' }]],
    ['triggered, to the same', TRIGGERED, 'warning', [false, {}]],
    ['triggered, to a milder one', TRIGGERED, 'info', [false, {}]],
    ['acknowledged, to a worse one: pages again', ACKNOWLEDGED, 'error', [true, { severity: 'error', ...again }]],
    ['acknowledged, to the same', ACKNOWLEDGED, 'warning', [false, {}]],
    ['acknowledged, to a milder one', ACKNOWLEDGED, 'info', [false, {}]],
  ] as const)('of what is %s', (_case, before, severity, after) => {
    expect(change(before, (incident) => raiseSeverity(incident, severity, 5_000))).toEqual(after);
  });
});

it('reopens with a new opening, as severe as what fires now, and nobody has it', () => {
  const before = { ...ACKNOWLEDGED, ...RESOLVED, severity: 'critical', truncated: { a: 2 } } as const;
  expect(change(before, (incident) => reopen(incident, 'info', 'low', 5_000))).toEqual([
    undefined,
    {
      status: 'triggered',
      opening: 2,
      severity: 'info',
      urgency: 'low',
      truncated: {},
      triggeredAt: 5_000,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
    },
  ]);
});

it('keeps the signs of what fires on when it is opened again', () => {
  const sign = (alertname: string, alerts: string[]): Sign => {
    const nowhere = { host: null, service: null, team: null, cluster: null };
    return { ...nowhere, alertname, kind: 'cause', at: 1_000, alerts };
  };
  const incident = anIncident({ ...RESOLVED, signs: [sign('DiskFull', []), sign('Slow', ['a'])] });
  reopen(incident, 'info', 'low', 5_000);
  expect(incident.signs).toEqual([sign('Slow', ['a'])]);
});

it('adds up what the sender left out', () => {
  expect([{}, { a: 7 }, { a: 7, b: 2 }].map((truncated) => truncatedCount(anIncident({ truncated })))).toEqual([0, 7, 9]);
});
