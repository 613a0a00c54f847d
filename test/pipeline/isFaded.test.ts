import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFaded } from '../../src/pipeline/isFaded.ts';
import { NO_RULES } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { START } from '../fakeClock.ts';
import { aPolicy } from './aPolicy.ts';
import { Memory } from './memory.ts';
import { entriesOf, move, TARGETS } from './moves.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Every rule that remembers, with windows as long as the configuration takes them. */
const REMEMBERING = aPolicy([TARGETS], {
  identify: { service: ['service'], host: ['instance'], cluster: [] },
  services: ['checkout', 'orders'].map((name) => ({
    name,
    matchers: [],
    team: null,
    tier: null,
    dependsOn: name === 'checkout' ? ['orders'] : [],
    runbook: null,
  })),
  noise: {
    ...NO_RULES.noise,
    dependencies: { windowMs: WEEK, depth: 4, siblingsMs: null },
    sameHost: { windowMs: WEEK },
    flapping: { windowMs: WEEK, changes: 3, calmMs: WEEK },
    changes: { windowMs: WEEK, holdMs: WEEK },
    storm: { alerts: 3, windowMs: WEEK, by: ['service'], holdMs: WEEK },
    throttle: { windowMs: 900_000, notifications: 2 },
  },
});

describe('what rules have forgotten', () => {
  const at = START;
  const flaps = { firing: 0, at: [at - DAY, at], until: 0 };
  const cases: [string, string, unknown, number | null][] = [
    [
      'an incident of a service, by the last alert that joined',
      'topic:service:eu:shop',
      { incident: 1, at, symptomAt: null },
      at,
    ],
    ['a storm, by its last alert', 'storm:x', { lastAt: at, until: 0 }, at],
    ['a storm that goes on after that, by its end', 'storm:x', { lastAt: at, until: at + DAY }, at + DAY],
    ['flapping, by the last change', 'flaps:error:g', flaps, at],
    ['flapping that holds on, by its end', 'flaps:error:g', { ...flaps, until: at + DAY }, at + DAY],
    ['nothing of what fires', 'flaps:error:g', { ...flaps, firing: 1 }, null],
    [
      'changes, by the end of the last',
      'change:\u001fshop',
      [
        { at, endedAt: at + DAY, what: 'x' },
        { at, endedAt: null, what: 'y' },
      ],
      at + DAY,
    ],
    ['no source of inhibition', 'inhibit:x', { sources: 1, both: 0, by: 'A' }, null],
    ['no throttled receiver', 'throttle:oncall', { sent: [], withheld: [1] }, null],
    ['no heartbeat', 'heartbeat:pulse:[]', { afterMs: 1 }, null],
    ['not since when it listens', 'listening', { since: at }, null],
  ];
  it.each(cases)('%s', (_, key, value, last) => {
    const row = { key, value };
    const after = (last ?? at) + WEEK + DAY;
    expect(isFaded(key, value, after - 1)).toBe(false);
    expect(isFaded(key, value, last === null ? after + 1_000 * DAY : after)).toBe(last !== null);
    expect(new RuleMemory([row], (name, found) => isFaded(name, found, after)).recall(key)).toEqual(last === null ? value : null);
  });

  it('makes no difference to any decision, whether it is still there or not', () => {
    let gone = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(move, fc.constantFrom(1, 1, 200)), { maxLength: 20 }), (given) => {
        const entries = entriesOf(given.map(([each, times]) => ({ ...each, after: each.after * times })));
        const keeping = new Memory();
        const sweeping = new Memory();
        for (const entry of entries) {
          keeping.decide([entry], REMEMBERING);
          sweeping.decide([entry], REMEMBERING);
          for (const [key, value] of sweeping.memory) {
            if (!isFaded(key, value, entry.at)) continue;
            sweeping.memory.delete(key);
            gone += 1;
          }
        }
        const { memory: _, ...decided } = sweeping.picture() as Record<string, unknown>;
        expect(keeping.picture()).toMatchObject(decided);
      }),
      { numRuns: 200 },
    );
    expect(gone).toBeGreaterThan(50);
  });
});
