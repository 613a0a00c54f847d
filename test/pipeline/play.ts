import fc from 'fast-check';
import type { Episode } from '../../src/alert/alert.ts';
import { labelValue } from '../../src/alert/labels.ts';
import { severityOf } from '../../src/alert/severity.ts';
import { timestampOf } from '../../src/alert/timestamp.ts';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import type { Judged } from '../../src/pipeline/change.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { NO_RULES, OWN_INTEGRATION, type PolicySource } from '../../src/pipeline/policy.ts';
import { RuleMemory } from '../../src/pipeline/ruleMemory.ts';
import type { Silence } from '../../src/silence/silence.ts';
import { SilenceIndex } from '../../src/silence/silenceIndex.ts';
import { aPolicy } from './aPolicy.ts';
import { webhookEntry } from './memory.ts';
import { OtherSides } from './otherSides.ts';
import { Stage } from './stage.ts';
import { type Moves, RECEIVERS, SECOND, said, webhookOf } from './traceMoves.ts';

/** Longer than every timer but the repeats, which never end. */
const NEVER = 150 * 3_600 * SECOND;

const TIMES = process.env.PROPERTY_TIMES === undefined ? null : Number(process.env.PROPERTY_TIMES);

/**
 * The same cases each time, so that what turns red has been turned red by the change at hand. PROPERTY_TIMES asks for so many times
 * as many, and for others each time.
 */
export const cases = (usual: number): { numRuns: number; seed?: number } => {
  return TIMES === null ? { numRuns: usual, seed: 20_261_123 } : { numRuns: usual * TIMES };
};

export const LIMIT = { timeout: 60_000 * (TIMES ?? 1) };

/** A part of the policy that throws at whoever asks it anything. */
export const broken = fc.constantFrom(
  ...[null, null, null, 'storm', 'urgency', 'throttle', 'dependencies', 'sameHost', 'flapping', 'changes'],
  ...['holdDown', 'maintenance', 'inhibitRules', 'known', 'kinds', 'graph'],
) as fc.Arbitrary<keyof Policy | null>;

/** `bomb`: the part of it that throws. */
export function policyOf(over: Partial<PolicySource>, bomb: keyof Policy | null): Policy {
  const policy = aPolicy(RECEIVERS, { ...NO_RULES, ...over });
  return bomb === null ? policy : { ...policy, [bomb]: BOMB };
}

/** A world in which every rule may be in play, or throw. */
export class Play {
  readonly others = new OtherSides();
  readonly silences = new Map<string, Silence>();
  policy: Policy;
  readonly stage: Stage;
  /** What has decided before. */
  readonly past: PolicySource[] = [];
  private readonly reloads: Policy[];

  constructor(
    over: Partial<PolicySource>,
    bomb: keyof Policy | null,
    check: (made: Decisions, play: Play) => void = () => {},
    reloads: readonly Partial<PolicySource>[] = [],
  ) {
    const { route, services = [] } = over;
    this.reloads = reloads.map((next) => policyOf({ repeatIntervalMs: NEVER, ...next, ...(route && { route }), services }, bomb));
    this.policy = policyOf({ repeatIntervalMs: NEVER, ...over }, bomb);
    this.stage = new Stage(this.policy, (made) => {
      this.others.take(made);
      for (const silence of made.silences) this.silences.set(silence.id, silence);
      check(made, this);
    });
  }

  run(steps: Moves): void {
    for (const { after, alerts, word } of steps) {
      this.stage.wait(after * SECOND);
      const content = said(word, this.stage.made.length + 1, this.stage.at);
      if (content) this.stage.take(content);
      if (word === 'reload') this.reload();
      if (alerts.length > 0) this.stage.take(webhookEntry(webhookOf(alerts), this.policy));
    }
  }

  private reload(): void {
    const next = this.reloads.shift();
    if (!next) return;
    this.past.push(this.policy.source);
    this.policy = next;
    this.stage.reload(next);
  }

  firing(): Episode[] {
    return [...this.stage.store.episodes.values()].filter(({ status }) => status === 'firing');
  }

  /** What the rules say of an alert now, from everything that is known. */
  judge(episode: Episode): Judged {
    const { at, store } = this.stage;
    const severity = severityOf(labelValue(episode.labels, 'severity'), this.policy.severities);
    const silences = new SilenceIndex([...this.silences.values()], this.policy.timeIntervals);
    const memory = new RuleMemory([...store.memory].map(([key, value]) => ({ key, value })));
    return judgement(episode, severity, {
      ...bareContext(at, this.policy),
      memory,
      silenceOf: (...asked) => silences.hides(...asked),
    });
  }

  /** Every alert that fires ends, and what flapped becomes calm. */
  end(): void {
    const alerts = this.firing().flatMap(({ integration, startsAt, labels, fingerprint }) =>
      integration === OWN_INTEGRATION
        ? []
        : [{ status: 'resolved', startsAt, endsAt: timestampOf(this.stage.at), labels, fingerprint }],
    );
    if (alerts.length > 0) this.stage.take(webhookEntry(webhookOf(alerts), this.policy));
  }
}

const BOMB = new Proxy(
  {},
  {
    get: () => {
      throw new Error('boom');
    },
  },
) as never;
