import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelValue } from '../../src/alert/labels.ts';
import { timestampOf } from '../../src/alert/timestamp.ts';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { type InhibitRule, NO_RULES } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import { aPolicy, aTarget } from '../pipeline/aPolicy.ts';
import { Memory, placed, webhookEntry } from '../pipeline/memory.ts';
import { INHIBITION_CASES as CASES, type SentLabels as Labels } from './inhibitionCases.ts';
import { ALERTMANAGER, RealAlertmanager } from './realAlertmanager.ts';

if (!ALERTMANAGER)
  console.warn('\nSKIPPED: inhibition beside a real Alertmanager, because this machine has none (prometheus-alertmanager)\n');

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
    (episode) =>
      episode.status === 'firing' && judgement(episode, 'error', { ...bareContext(at, policy), memory: facts }).held !== null,
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
