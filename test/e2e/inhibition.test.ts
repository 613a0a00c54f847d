import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelValue } from '../../src/alert/labels.ts';
import { timestampOf } from '../../src/alert/timestamp.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { type InhibitRule, NO_RULES } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { aPolicy, aTarget } from '../pipeline/aPolicy.ts';
import { Memory, placed, webhookEntry } from '../pipeline/memory.ts';
import { ALERTMANAGER, RealAlertmanager } from './realAlertmanager.ts';

if (!ALERTMANAGER)
  console.warn('\nSKIPPED: inhibition beside a real Alertmanager, because this machine has none (prometheus-alertmanager)\n');

type Labels = Readonly<Record<string, string>>;
interface Case {
  readonly name: string;
  readonly rules: readonly InhibitRule[];
  /** What is sent, one after the other: a name, its labels; a `-` before the name says that it has resolved. */
  readonly sent: readonly (readonly [name: string, labels: Labels])[];
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

const CASES: readonly Case[] = [
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

const isEnd = (name: string): boolean => name.startsWith('-');
const alertOf = (name: string, labels: Labels, index: number): Labels => ({
  alertname: name.replace('-', ''),
  case: `c${index}`,
  ...labels,
});
/** The rules of one case, for its alerts alone: one Alertmanager is asked all of them. */
const rulesOf = (index: number): InhibitRule[] =>
  (CASES[index]?.rules ?? []).map(({ sourceMatchers, targetMatchers, equal }) => ({
    sourceMatchers: [`case="c${index}"`, ...sourceMatchers],
    targetMatchers: [`case="c${index}"`, ...targetMatchers],
    equal,
  }));

/** Who is inhibited in the end, each alert having come in a webhook of its own: what was told before stays told. */
function ours(index: number): string[] {
  const policy = aPolicy([[aTarget('oncall', 'console')]], { noise: { ...NO_RULES.noise, inhibitRules: rulesOf(index) } });
  const memory = new Memory();
  let at = Date.UTC(2026, 2, 2, 10);
  let position = 0;
  for (const [name, labels] of CASES[index]?.sent ?? []) {
    at += 1_000_000;
    position += 1;
    const sent = {
      status: isEnd(name) ? 'resolved' : 'firing',
      labels: alertOf(name, labels, index),
      startsAt: timestampOf(at - 5),
      endsAt: timestampOf(at),
    };
    memory.decide(
      [placed(webhookEntry({ alerts: [sent], groupLabels: { case: 'x' }, groupKey: 'g' }, policy), position, at)],
      policy,
    );
    position += 1;
    memory.decide([placed({ kind: 'tick' }, position, at + 10)], policy);
  }
  const facts = new RuleMemory([...memory.memory].map(([key, value]) => ({ key, value })));
  const held = [...memory.episodes.values()].filter(
    (episode) => episode.status === 'firing' && judgement(episode, 'error', { now: at, policy, memory: facts }).held !== null,
  );
  return held.map(({ labels }) => labelValue(labels, 'alertname')).sort();
}

let folder: string;
let alertmanager: RealAlertmanager;

/** Who tells nobody at a real one; it needs a moment to take in what it was sent. */
async function theirs(index: number): Promise<string[]> {
  const response = await fetch(`${alertmanager.url}/api/v2/alerts?filter=${encodeURIComponent(`case="c${index}"`)}`);
  const alerts = (await response.json()) as { labels: Record<string, string>; status: { inhibitedBy: string[] } }[];
  return alerts
    .filter(({ status }) => status.inhibitedBy.length > 0)
    .map(({ labels }) => labels.alertname ?? '')
    .sort();
}

describe.skipIf(!ALERTMANAGER)('inhibition at a real Alertmanager', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-inhibit-'));
    const inhibitRules = CASES.flatMap((_, index) => rulesOf(index)).map(({ sourceMatchers, targetMatchers, equal }) => ({
      source_matchers: sourceMatchers,
      target_matchers: targetMatchers,
      equal,
    }));
    // JSON is YAML.
    const config = { route: { receiver: 'none' }, receivers: [{ name: 'none' }], inhibit_rules: inhibitRules };
    alertmanager = await RealAlertmanager.start(folder, JSON.stringify(config));
    const most = Math.max(...CASES.map(({ sent }) => sent.length));
    for (let step = 0; step < most; step += 1) {
      for (const [index, { sent }] of CASES.entries()) {
        const [name, labels] = sent[step] ?? [];
        if (name === undefined || labels === undefined) continue;
        const startsAt = new Date(Date.now() - 5);
        await alertmanager.post({ labels: alertOf(name, labels, index), startsAt, ...(isEnd(name) && { endsAt: new Date() }) });
      }
      await sleep(100);
    }
    await sleep(500);
  }, 60_000);

  afterAll(async () => {
    await alertmanager?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(CASES.map((each, index) => [each.name, index] as const))('%s', async (_, index) => {
    expect(await theirs(index)).toEqual(CASES[index]?.inhibited);
  });
});

describe('inhibition', () => {
  it.each(CASES.map((each, index) => [each.name, index] as const))('%s', (_, index) => {
    expect(ours(index)).toEqual(CASES[index]?.inhibited);
  });
});
