import { failedMatcher } from '../alert/failedMatcher.ts';
import type { Asked } from './asked.ts';
import type { Policy } from './compilePolicy.ts';
import { explainJoining } from './explainJoining.ts';
import { explainThrottle } from './explainThrottle.ts';
import { heartbeatWord } from './heartbeatWord.ts';
import { judgement } from './judgement.ts';
import type { Look } from './look.ts';
import { NOISE_RULES } from './noise/noise.ts';
import type { NoiseRule } from './noise/rule.ts';
import { OWN_INTEGRATION } from './policy.ts';
import { mutedNow } from './route/mutedNow.ts';
import { route } from './route/route.ts';
import { untoldWord } from './route/untoldWord.ts';
import { routeLabels } from './routeLabels.ts';
import { signOf } from './signOf.ts';
import { contextLabels } from './subjectOf.ts';
import { urgencyOfAsked } from './urgencyOfAsked.ts';
import { urgencyOnceFree } from './urgencyOnceFree.ts';

/** Everything that is looked at for an alert that fires, in the order of the walk. For people who ask why: it decides nothing. */
export function explain(asked: Asked, rules: readonly NoiseRule[] = NOISE_RULES): readonly Look[] {
  const heartbeats = heartbeat(asked);
  // It is told of nobody, and walks no further.
  if (heartbeats.at(-1)?.outcome === 'takes') return heartbeats;
  const { urgency } = asked.context.policy;
  const noises = rules.flatMap((rule) => noise(rule, asked));
  const isHeld = judgement(asked.episode, asked.severity, asked.context, rules).held !== null;
  // What Tocsin says itself is a group of its own, and as urgent as it is.
  if (asked.episode.integration === OWN_INTEGRATION) return [...noises, ...routing(asked)];
  return [
    ...heartbeats,
    ...grouping(asked),
    ...explainJoining(asked),
    ...noises,
    ...(urgency ? urgencies(asked, urgency, isHeld) : []),
    ...routing(isHeld ? { ...asked, urgency: urgencyOnceFree(asked) } : asked),
    ...explainThrottle(asked),
  ];
}

function heartbeat({ episode, severity, context }: Asked): Look[] {
  if (episode.integration === OWN_INTEGRATION) return [];
  const looks: Look[] = [];
  for (const [index, { name, matchers }] of context.policy.heartbeats.entries()) {
    const failed = failedMatcher(matchers, episode.labels, severity);
    const common = { stage: 'heartbeat', rule: 'heartbeat', path: `heartbeats[${index}]` } as const;
    if (failed) looks.push({ ...common, outcome: 'skips', because: null, failed });
    else return [...looks, { ...common, outcome: 'takes', because: heartbeatWord(name), failed: null }];
  }
  return looks;
}

function grouping({ episode, severity, context }: Asked): Look[] {
  const { policy } = context;
  const looks: Look[] = [];
  for (const [index, rule] of policy.grouping.entries()) {
    const failed = failedMatcher(rule.matchers, episode.labels, severity);
    const by = rule.groupBy === 'sender' ? "the sender's group labels" : rule.groupBy.join(', ');
    const common = { stage: 'grouping', rule: 'grouping', path: `grouping[${index}]` } as const;
    if (failed) looks.push({ ...common, outcome: 'skips', because: null, failed });
    else return [...looks, { ...common, outcome: 'takes', because: `by ${by}`, failed: null }];
  }
  return looks;
}

function noise(rule: NoiseRule, { episode, severity, context }: Asked): Look[] {
  const common = { stage: 'noise', rule: rule.name } as const;
  try {
    const looks = rule.explain?.(episode, severity, context);
    if (!looks) {
      // It does not say what it looks at: at least what came of it.
      const opinion = rule.judge(episode, severity, context);
      const because = opinion?.because ?? 'it has nothing against it';
      return [{ ...common, path: rule.name, outcome: opinion ? 'holds' : 'passes', because, failed: null }];
    }
    return looks.map((look) => {
      if (look.kind === 'skips') return { ...common, path: look.path, outcome: 'skips', because: null, failed: look.failed };
      return { ...common, path: look.path, outcome: look.kind, because: look.because, failed: null };
    });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return [{ ...common, path: rule.name, outcome: 'fails', because, failed: null }];
  }
}

/** What the rules said of it; of an alert that is only asked about, what they say of it alone. */
function urgencies(asked: Asked, { rules }: NonNullable<Policy['urgency']>, isHeld: boolean): Look[] {
  const { episode, severity, context, urgency } = asked;
  const labels = contextLabels(episode.labels, severity, context.policy, urgency);
  const { kind } = signOf(episode, severity, context.policy, context.now);
  const said = asked.said ?? byItself(asked, isHeld);
  const looks: Look[] = [];
  for (const { matchers, kinds, path } of rules) {
    const common = { stage: 'urgency', rule: 'urgency', path } as const;
    const failed = failedMatcher(matchers, labels, severity);
    const isOther = kinds.length > 0 && !kinds.includes(kind);
    if (failed) looks.push({ ...common, outcome: 'skips', because: null, failed });
    else if (isOther)
      looks.push({
        ...common,
        outcome: 'skips',
        because: `it is for ${kinds.join(', ')}; this is ${kind === 'unknown' ? 'of no known kind' : `a ${kind}`}`,
        failed: null,
      });
    // It names the rule, which stands before it here.
    else return [...looks, { ...common, outcome: 'takes', because: said.replace(`(${path}: `, '('), failed: null }];
  }
  return [
    ...looks,
    { stage: 'urgency', rule: 'urgency', path: 'urgency.default', outcome: 'takes', because: said, failed: null },
  ];
}

/** What the rules say of it alone, where that is not what its incident is. */
function byItself(asked: Asked, isHeld: boolean): string {
  if (isHeld && asked.onceFree) return `${asked.onceFree}, once nothing holds it`;
  const { urgency, because } = urgencyOfAsked(asked);
  if (urgency === asked.urgency) return because;
  return isHeld && urgency === 'high' ? `${because}, once nothing holds it` : `${because}; its incident is ${asked.urgency}`;
}

function routing({ episode, severity, context, urgency }: Asked): Look[] {
  const { policy, now } = context;
  const { trace, taken } = route(policy.route, routeLabels(episode.labels, severity, policy, urgency), severity);
  return trace.map(({ path, receiver, outcome }) => {
    const common = { stage: 'route', rule: 'route', path } as const;
    if (outcome.kind === 'skips') {
      const failed = { matcher: outcome.failed, actual: outcome.actual };
      return { ...common, outcome: 'skips', because: null, failed };
    }
    const node = taken.find((each) => each.path === path);
    const mute = node ? mutedNow(node, now) : null;
    if (mute) return { ...common, outcome: 'mutes', because: `${receiver} is ${mute.because}`, failed: null };
    const untold = untoldWord(receiver, urgency, policy);
    const goes = `goes to ${receiver}${untold === null ? '' : `, which ${untold}`}`;
    const because = outcome.kind === 'takes' ? goes : 'matches, and routes below it take the alert';
    return { ...common, outcome: outcome.kind, because, failed: null };
  });
}
