import type { InhibitRule } from '../../src/pipeline/policy.ts';

export type SentLabels = Readonly<Record<string, string>>;
export interface InhibitionCase {
  readonly name: string;
  readonly rules: readonly InhibitRule[];
  /** What is sent, one after the other: a name, its labels; a `-` before the name says that it has resolved. */
  readonly sent: readonly (readonly [name: string, labels: SentLabels])[];
  /** Who is inhibited at the end. */
  readonly inhibited: readonly string[];
}

const rule = (source: string[], target: string[], ...equal: string[]): InhibitRule => ({
  sourceMatchers: source,
  targetMatchers: target,
  equal,
});
const DOWN = rule(['kind="down"'], ['kind="slow"'], 'cluster', 'zone');
const BOTH = rule(['kind=~"down|flaky"'], ['kind=~"slow|flaky"'], 'cluster');
const down = { kind: 'down' };
const slow = { kind: 'slow' };
const flaky = { kind: 'flaky' };
const eu = { cluster: 'eu', zone: 'a' };

/** Inhibit rules, what is sent, and who is inhibited then. */
export const INHIBITION_CASES: readonly InhibitionCase[] = [
  {
    name: 'the same values',
    rules: [DOWN],
    sent: [
      ['s', { ...down, ...eu }],
      ['t', { ...slow, ...eu }],
    ],
    inhibited: ['t'],
  },
  {
    name: 'another value of one label',
    rules: [DOWN],
    sent: [
      ['s', { ...down, ...eu }],
      ['t', { ...slow, ...eu, zone: 'b' }],
    ],
    inhibited: [],
  },
  {
    name: 'labels missing on both sides',
    rules: [DOWN],
    sent: [
      ['s', down],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'one label missing on both sides',
    rules: [DOWN],
    sent: [
      ['s', { ...down, cluster: 'eu' }],
      ['t', { ...slow, cluster: 'eu' }],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a label missing on one side',
    rules: [DOWN],
    sent: [
      ['s', { ...down, ...eu }],
      ['t', { ...slow, cluster: 'eu' }],
    ],
    inhibited: [],
  },
  {
    name: 'an empty label beside a missing one',
    rules: [DOWN],
    sent: [
      ['s', { ...down, cluster: '' }],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'no equal labels',
    rules: [rule(['kind="down"'], ['kind="slow"'])],
    sent: [
      ['s', { ...down, ...eu }],
      ['t', { ...slow, cluster: 'us' }],
    ],
    inhibited: ['t'],
  },
  { name: 'one that is both', rules: [BOTH], sent: [['x', flaky]], inhibited: [] },
  {
    name: 'two that are both',
    rules: [BOTH],
    sent: [
      ['x', flaky],
      ['y', { ...flaky, n: '2' }],
    ],
    inhibited: [],
  },
  {
    name: 'one that is both, and a source',
    rules: [BOTH],
    sent: [
      ['x', flaky],
      ['s', down],
    ],
    inhibited: ['x'],
  },
  {
    name: 'one that is both, and a target',
    rules: [BOTH],
    sent: [
      ['x', flaky],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'two that are both, and a target',
    rules: [BOTH],
    sent: [
      ['t', slow],
      ['x', flaky],
      ['y', { ...flaky, n: '2' }],
    ],
    inhibited: ['t'],
  },
  {
    name: 'the target first',
    rules: [DOWN],
    sent: [
      ['t', { ...slow, ...eu }],
      ['s', { ...down, ...eu }],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a source that has resolved',
    rules: [DOWN],
    sent: [
      ['s', down],
      ['t', slow],
      ['-s', down],
    ],
    inhibited: [],
  },
  {
    name: 'a source that had resolved before',
    rules: [DOWN],
    sent: [
      ['s', down],
      ['-s', down],
      ['t', slow],
    ],
    inhibited: [],
  },
  {
    name: 'one of two sources that has resolved',
    rules: [DOWN],
    sent: [
      ['s', down],
      ['r', { ...down, n: '2' }],
      ['t', slow],
      ['-s', down],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a source that came again',
    rules: [DOWN],
    sent: [
      ['s', down],
      ['-s', down],
      ['s', down],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a source that is inhibited',
    rules: [DOWN, rule(['kind="slow"'], ['kind="late"'])],
    sent: [
      ['s', down],
      ['t', slow],
      ['u', { kind: 'late' }],
    ],
    inhibited: ['t', 'u'],
  },
  {
    name: 'the second of two rules',
    rules: [rule(['kind="off"'], ['kind="slow"']), DOWN],
    sent: [
      ['s', down],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a matcher that a missing label fits',
    rules: [rule(['kind!="slow"'], ['kind="slow"', 'team!="x"'])],
    sent: [
      ['s', { n: '1' }],
      ['t', slow],
    ],
    inhibited: ['t'],
  },
  {
    name: 'a regex fits the whole value only',
    rules: [rule(['kind=~"dow"'], ['kind="slow"'])],
    sent: [
      ['s', down],
      ['t', slow],
    ],
    inhibited: [],
  },
];
