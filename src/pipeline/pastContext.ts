import type { Instant } from '../alert/timestamp.ts';
import type { Silence } from '../silence/silence.ts';
import { SilenceIndex } from '../silence/silenceIndex.ts';
import { bareContext } from './bareContext.ts';
import type { Policy } from './compilePolicy.ts';
import type { RuleContext } from './noise/rule.ts';
import { RuleMemory } from './ruleMemory.ts';
import type { Trace, TracedSilence } from './trace.ts';

/**
 * What the rules could look at when a decision was made, as far as its trace holds it: all that made a difference. `others` are
 * silences that were there and did not hide it, of which people are told why.
 */
export function pastContext(
  { recalled = [], silenced, alsoSilenced = [], secondSign = Infinity, signOfOtherName = Infinity }: Trace,
  now: Instant,
  policy: Policy,
  others: readonly Silence[] = [],
): RuleContext {
  const hiding = [...(silenced ? [silenced] : []), ...alsoSilenced].map((silence) => asItWas(silence, now));
  const silences = new SilenceIndex(hiding, policy.timeIntervals);
  return {
    ...bareContext(now, policy),
    memory: new RuleMemory(recalled),
    silenceOf: (labels, severity, at, except) => silences.hides(labels, severity, at, except),
    otherSilences: others.filter(({ id }) => !hiding.some((silence) => silence.id === id)),
    hasSecondSign: (withinMs, ofOtherName) => (ofOtherName ? signOfOtherName : secondSign) <= withinMs,
  };
}

function asItWas(silence: TracedSilence, now: Instant): Silence {
  const counted = { hidden: 0, hiding: 0, hiddenNames: [], incidents: [] };
  const rest = {
    annotations: {},
    updatedAt: now,
    source: 'api',
    expiresWhenResolved: false,
    endedAt: null,
    endedBecause: null,
  } as const;
  return { ...silence, ...counted, ...rest };
}
