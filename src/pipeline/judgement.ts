import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Silence } from '../silence/silence.ts';
import type { Judged, Routed } from './change.ts';
import { noise } from './noise/noise.ts';
import type { NoiseRule, Opinion, RuleContext } from './noise/rule.ts';
import { MOST_EXPIRED } from './noise/silence.ts';
import { routeAlert } from './routeAlert.ts';
import { failureText, type RuleFailure } from './ruleFailure.ts';
import type { Remembered } from './ruleMemory.ts';
import { policyMark, type TracedSilence } from './trace.ts';

/**
 * What the rules and the routing tree say of one alert that fires. The engine, previews and explanations all ask here, so that
 * a rule in the list is a rule for all of them. `rules` are those of the list.
 */
export function judgement(episode: Episode, severity: Severity, context: RuleContext, rules?: readonly NoiseRule[]): Judged {
  const recalled: Remembered[] = [];
  const memory: RuleContext['memory'] = {
    recall: (key) => {
      const value = context.memory.recall(key);
      if (value !== null && !recalled.some((row) => row.key === key)) recalled.push({ key, value });
      return value;
    },
  };
  const seen: {
    silenced?: TracedSilence;
    alsoSilenced?: readonly TracedSilence[];
    secondSign?: number;
    signOfOtherName?: number;
  } = {};
  const watched: RuleContext = {
    ...context,
    memory,
    silenceOf: (...asked) => {
      const hiding = context.silenceOf(...asked);
      if (hiding) seen.silenced = tracedSilence(hiding.silence);
      const others = hiding ? otherSilences(context.silenceOf, hiding.silence.id, asked) : [];
      if (others.length > 0) seen.alsoSilenced = others;
      return hiding;
    },
    hasSecondSign: (withinMs, ofOtherName = false) => {
      const has = context.hasSecondSign(withinMs, ofOtherName);
      const which = ofOtherName ? 'signOfOtherName' : 'secondSign';
      if (has) seen[which] = Math.min(withinMs, seen[which] ?? withinMs);
      return has;
    },
  };
  const { against, passed, failures } = noise(episode, severity, watched, rules);
  const said: Partial<Record<Urgency, Routed>> = {};
  const route = (urgency: Urgency): Routed => {
    said[urgency] ??= routeOf(episode, severity, context, urgency, failures);
    return said[urgency];
  };
  const all = [...against, ...muteAll(route)];
  return {
    held: all[0] ?? null,
    route,
    basis: {
      policy: policyMark(context.policy.hash),
      severity,
      against: all,
      passed,
      ...(failures.length > 0 && { failed: failures }),
      ...seen,
      ...(recalled.length > 0 && { recalled }),
    },
  };
}

function routeOf(
  episode: Episode,
  severity: Severity,
  { policy, now }: RuleContext,
  urgency: Urgency,
  failures: readonly RuleFailure[],
): Routed {
  const routed = routeAlert(episode, severity, policy, urgency, now);
  if (failures.length === 0) return routed;
  return { ...routed, because: `${routed.because}; ${failures.map(failureText).join('; ')}, which holds nothing back` };
}

/** As many as people are told of to expire, and one: with more than that none is enough. */
const MOST_SILENCES = MOST_EXPIRED + 1;

/** What hides it as well. */
function otherSilences(
  silenceOf: RuleContext['silenceOf'],
  first: string,
  [labels, severity, now, except]: Parameters<RuleContext['silenceOf']>,
): readonly TracedSilence[] {
  const seen = new Set([...(except ?? []), first]);
  const others: TracedSilence[] = [];
  while (others.length + 1 < MOST_SILENCES) {
    const hiding = silenceOf(labels, severity, now, seen);
    if (!hiding) break;
    seen.add(hiding.silence.id);
    others.push(tracedSilence(hiding.silence));
  }
  return others;
}

function tracedSilence({ id, matchers, startsAt, endsAt, createdBy, comment, recurrence }: Silence): TracedSilence {
  return { id, matchers, startsAt, endsAt, createdBy, comment, recurrence };
}

/** Every receiver that takes it, whatever its urgency, is told nothing at this hour. */
function muteAll(route: Judged['route']): Opinion[] {
  const { targets, muted } = route('high');
  if (targets.length > 0 || !muted || route('low').targets.length > 0) return [];
  const { until, because } = muted;
  // What ends at the same moment is judged again together.
  return [{ do: 'suppress', by: 'mute_time', key: `mute_time:${until ?? 'never'}`, until, because }];
}
