import { MemoryEngine } from '../src/backtest/memoryEngine.ts';
import type { Decisions } from '../src/pipeline/decision.ts';
import type { EntryContent, SilenceSet } from '../src/pipeline/entry.ts';
import { policyOf } from './policyOf.ts';
import { rulesWebhook } from './rulesAlerts.ts';
import { silenceMatchers, WITHOUT_RULES, withRules } from './rulesConfig.ts';

/** What one side is asked: to get ready (100,000 alerts firing), or to decide one round of webhooks. */
export type RulesJob =
  | { readonly do: 'prepare'; readonly rules: boolean; readonly groups: number }
  | { readonly do: 'new' | 'repeats'; readonly groups: number };

/** CPU microseconds of this process: for reading the webhooks, and for deciding them. */
export interface RulesAnswer {
  readonly read: number;
  readonly decide: number;
  /** What became of them, to see that both sides had something to do. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Webhooks come every two seconds, so that timers fire among them as they do in a server. */
const STEP_MS = 2_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const DAY_MS = 86_400_000;

const engine = new MemoryEngine();
let now = START;
let nextGroup = 0;
let nextRepeat = 0;

function take(content: EntryContent, onMade: (made: Decisions) => void = () => {}): void {
  now += STEP_MS;
  engine.take(content, `entry-${engine.position + 1}`, now, (_, made) => onMade(made));
}

function read(body: string): EntryContent {
  return engine.read({ id: 'bench', kind: 'webhook/alertmanager', integration: 'default', body, receivedAt: now });
}

function prepare(rules: boolean, groups: number): void {
  take({ kind: 'engine_started', version: 'bench' });
  take({ kind: 'policy', policy: policyOf(rules ? withRules(START) : WITHOUT_RULES) });
  for (const [i, matchers] of (rules ? silenceMatchers() : []).entries()) take(silence(i, matchers));
  for (; nextGroup < groups; nextGroup += 1) take(read(rulesWebhook(nextGroup, 'firing', new Date(now).toISOString())));
}

function silence(i: number, matchers: SilenceSet['matchers']): SilenceSet {
  const said = {
    createdBy: 'ada',
    comment: 'bench',
    annotations: {},
    source: 'api',
    recurrence: null,
    expiresWhenResolved: i % 50 === 0,
  } as const;
  return {
    kind: 'silence_set',
    silence: `silence-${i}`,
    replaces: null,
    matchers,
    startsAt: null,
    endsAt: START + 20 * DAY_MS,
    ...said,
  };
}

function bodies(kind: 'new' | 'repeats', groups: number): string[] {
  return Array.from({ length: groups }, () => {
    if (kind === 'new') return rulesWebhook(nextGroup++, 'firing', new Date(now).toISOString());
    nextRepeat += 1;
    // What the first alerts of a group say again.
    return rulesWebhook((nextRepeat * 7) % 10_000, 'firing', new Date(START).toISOString());
  });
}

function run(kind: 'new' | 'repeats', groups: number): RulesAnswer {
  const posted = bodies(kind, groups);
  const verdicts: Record<string, number> = {};
  const first = nextGroup - groups;
  const atStart = process.cpuUsage();
  const contents = posted.map(read);
  const atRead = process.cpuUsage(atStart);
  const beforeDeciding = process.cpuUsage();
  for (const content of contents)
    take(content, ({ stamps }) => {
      for (const { counts } of stamps) for (const [word, n] of Object.entries(counts)) verdicts[word] = (verdicts[word] ?? 0) + n;
    });
  const decided = process.cpuUsage(beforeDeciding);
  // As many fire as before.
  if (kind === 'new')
    for (let i = 0; i < groups; i += 1) take(read(rulesWebhook(first + i, 'resolved', new Date(now).toISOString())));
  return { read: atRead.user + atRead.system, decide: decided.user + decided.system, verdicts };
}

process.on('message', (job: RulesJob) => {
  if (job.do === 'prepare') prepare(job.rules, job.groups);
  process.send?.(job.do === 'prepare' ? { read: 0, decide: 0, verdicts: {} } : run(job.do, job.groups));
});
