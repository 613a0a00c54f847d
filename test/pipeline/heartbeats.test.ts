import { describe, expect, it } from 'vitest';
import { emptyLabels } from '../../src/alert/labels.ts';
import { heartbeatSwitch, knownSwitch } from '../../src/pipeline/group/heartbeatSwitch.ts';
import type { HeartbeatRule } from '../../src/pipeline/policy.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';

const MINUTE = 60_000;
const RULE: HeartbeatRule = {
  name: 'watchdog',
  matchers: ['alertname="Watchdog"'],
  by: ['cluster'],
  everyMs: 5 * MINUTE,
  graceMs: 5 * MINUTE,
  severity: 'critical',
};
const policy = (...heartbeats: Partial<HeartbeatRule>[]) =>
  aPolicy([[aTarget('oncall', 'pagerduty')]], { heartbeats: heartbeats.map((over) => ({ ...RULE, ...over })) });
const POLICY = policy({});

function watchdogs(clusters: readonly string[], rules = POLICY) {
  const startsAt = new Date(START).toISOString();
  const alerts = clusters.map((cluster) => ({ status: 'firing', labels: { alertname: 'Watchdog', cluster }, startsAt }));
  return webhookEntry({ alerts, groupLabels: { alertname: 'Watchdog' }, groupKey: 'watchdog' }, rules);
}

describe('the switch that an alert holds', () => {
  const labels = (over: Record<string, string>) => Object.assign(emptyLabels(), { alertname: 'Watchdog' }, over);
  const keyBy = (by: string[], over: Record<string, string>) =>
    heartbeatSwitch(labels(over), 'info', policy({ by }))?.key ?? null;

  it.each<[string, string[], Record<string, string>, string | null]>([
    ['by a label', ['cluster'], { cluster: 'eu-1', pod: 'a' }, 'heartbeat:watchdog:[["cluster","eu-1"]]'],
    ['by none', [], { cluster: 'eu-1' }, 'heartbeat:watchdog:[]'],
    ['by a label that it has not', ['cluster'], {}, 'heartbeat:watchdog:[]'],
    [
      'by labels in any order',
      ['env', 'cluster'],
      { cluster: 'eu-1', env: 'prod' },
      'heartbeat:watchdog:[["cluster","eu-1"],["env","prod"]]',
    ],
    [
      'by a label with a bad name',
      ['__proto__'],
      Object.fromEntries([['__proto__', 'x']]),
      'heartbeat:watchdog:[["__proto__","x"]]',
    ],
    ['by values as no label has them', ['cluster'], { cluster: 'x'.repeat(501) }, null],
    ['of another name', ['cluster'], { alertname: 'DiskFull' }, null],
  ])('%s', (_case, by, over, key) => {
    expect(keyBy(by, over)).toBe(key);
  });

  it('is of the first heartbeat that matches', () => {
    const two = policy({ name: 'first', matchers: ['cluster="eu-1"'] }, { name: 'second' });
    expect(heartbeatSwitch(labels({ cluster: 'eu-1' }), 'info', two)?.heartbeat.name).toBe('first');
    expect(heartbeatSwitch(labels({ cluster: 'us-1' }), 'info', two)?.heartbeat.name).toBe('second');
  });

  it.each<[string, Partial<HeartbeatRule>[], boolean]>([
    ['by the same rules', [{}], true],
    ['with other times', [{ everyMs: 1, severity: 'info' }], true],
    ['renamed', [{ name: 'other' }], false],
    ['by one label more that it has', [{ by: ['cluster', 'env'] }], true],
    ['by another label', [{ by: ['env'] }], false],
    ['gone', [], false],
  ])('is known again: %s', (_case, rules, isKnown) => {
    const found = heartbeatSwitch(labels({ cluster: 'eu:"1"' }), 'info', POLICY);
    expect(knownSwitch(found?.key ?? '', found?.mark ?? '', policy(...rules)) !== null).toBe(isKnown);
    expect(knownSwitch(found?.labels ?? {}, found?.mark ?? '', policy(...rules)) !== null).toBe(isKnown);
  });
});

it('a thousand beats of known switches write a thousand timers, and nothing else', () => {
  const memory = new Memory();
  const clusters = Array.from({ length: 1_000 }, (_, i) => `c${i}`);
  const first = memory.decide([placed(watchdogs(clusters), 1, START)], POLICY);
  expect([first.decisions.length, first.remembered.length, first.episodes.length]).toEqual([1_000, 1_000, 1_000]);
  const { stamps, timersSet, ...others } = memory.decide([placed(watchdogs(clusters), 2, START + MINUTE)], POLICY);
  expect(timersSet).toHaveLength(1_000);
  expect(stamps[0]?.counts).toEqual({ received: 1_000, duplicate: 1_000 });
  expect(Object.entries(others).filter(([, rows]) => Array.isArray(rows) && rows.length > 0)).toEqual([]);
});

it('a value too long for a switch is an alert like any other', () => {
  const memory = new Memory();
  memory.decide([placed(watchdogs(['x'.repeat(501)]), 1, START)], POLICY);
  expect([memory.incidents.size, memory.timers.has('heartbeat:watchdog:[]')]).toEqual([1, false]);
});

/** When the absence of a beat at START is reported, looked at each minute. */
function reportedAfter(memory: Memory, rules = POLICY): number | null {
  for (let minute = 0; minute <= 120; minute += 1) {
    memory.decide([placed({ kind: 'tick' }, 100 + minute, START + minute * MINUTE)], rules);
    const [incident] = [...memory.incidents.values()];
    if (incident) return (incident.triggeredAt - START) / MINUTE;
  }
  return null;
}

describe('when an absence is reported', () => {
  const beaten = (): Memory => {
    const memory = new Memory();
    memory.decide([placed(watchdogs(['eu-1']), 1, START)], POLICY);
    return memory;
  };

  it('after every and grace', () => {
    expect(reportedAfter(beaten())).toBe(10);
  });

  it('after a start of the engine, counted from there, however much was overdue', () => {
    const memory = beaten();
    const startedAt = START + 50 * MINUTE;
    // As where more timers are due than one batch takes: logical time comes after the clock.
    memory.decide([placed({ kind: 'engine_started', version: 'x', startedAt }, 2, START + MINUTE)], POLICY);
    expect(reportedAfter(memory)).toBe(60);
  });

  it('after a change of the heartbeats, by the new times, counted from there', () => {
    const memory = beaten();
    const next = policy({ everyMs: 20 * MINUTE });
    memory.decide([placed({ kind: 'policy', policy: next.source }, 2, START + 3 * MINUTE)], POLICY);
    expect(reportedAfter(memory, next)).toBe(28);
    expect([...memory.incidents.values()].map(({ title }) => title)).toEqual([
      expect.stringContaining('has not come since 2026-03-02T10:00:00Z (expected every 20m, grace 5m; Tocsin listens since'),
    ]);
  });

  it('not after a change of anything else', () => {
    const memory = beaten();
    const next = aPolicy([[aTarget('oncall', 'pagerduty')]], { ...POLICY.source, repeatIntervalMs: 1 });
    memory.decide([placed({ kind: 'policy', policy: next.source }, 2, START + 3 * MINUTE)], POLICY);
    expect(reportedAfter(memory, next)).toBe(10);
  });

  it('never where its heartbeat is gone, and nothing is left of it', () => {
    const memory = beaten();
    expect(reportedAfter(memory, policy())).toBeNull();
    expect([memory.timers.size, [...memory.memory.keys()].filter((key) => key.startsWith('heartbeat:'))]).toEqual([0, []]);
  });
});

it('an incident of an absence is known by its group', () => {
  const memory = new Memory();
  memory.decide([placed(watchdogs(['eu-1']), 1, START)], POLICY);
  reportedAfter(memory);
  expect([...memory.incidents.values()]).toMatchObject([
    {
      groupKey: 'heartbeat:watchdog:[["cluster","eu-1"]]',
      groupLabels: { heartbeat: 'watchdog', cluster: 'eu-1' },
      severity: 'critical',
      urgency: 'high',
      alarm: false,
    },
  ]);
  expect([...memory.episodes.values()].find(({ integration }) => integration === 'tocsin')?.labels).toEqual({
    alertname: 'HeartbeatMissing-watchdog',
    severity: 'critical',
    heartbeat: 'watchdog',
    cluster: 'eu-1',
  });
});
