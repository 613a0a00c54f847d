import type { Asked } from './asked.ts';
import type { Judged } from './change.ts';
import { judgement } from './judgement.ts';
import { NOISE_RULES } from './noise/noise.ts';
import type { NoiseRule } from './noise/rule.ts';
import { unmuted } from './unmuted.ts';
import { urgencyOnceFree } from './urgencyOnceFree.ts';
import { variantsOf } from './variantsOf.ts';
import { waitUntil } from './waitUntil.ts';

/** One change by which somebody is told. */
export interface PagingChange {
  /** As people say it: `wait until …`, `remove …`, `severity critical instead of warning`. */
  readonly change: string;
  /** Names of the receivers that are told then. */
  readonly receivers: readonly string[];
}

/**
 * The single changes by which somebody is told of an alert of which nobody is, the smallest first: to wait, to take away what
 * holds it, another severity, another label, another urgency, another receiver. Of what was told where some hear nothing at that
 * hour: those by which they do; of what was told with low urgency: those by which it is told, with high urgency, to targets that heard
 * nothing of it. Each was tried by judging the alert again with that one change. Empty where nobody was left out, and where one
 * change is not enough.
 */
export function wouldPage(asked: Asked, rules: readonly NoiseRule[] = NOISE_RULES): readonly PagingChange[] {
  const heard = heardQuietly(asked, rules);
  const isLeftLow = urgencyOnceFree(asked) !== asked.urgency;
  if (heard === null && receiversOf(asked, rules) !== null)
    return isLeftLow ? ofItself(asked, rules, NONE) : atOtherHours(asked, rules);
  if (heard !== null && isLeftLow) return ofItself(asked, rules, heard);
  const tried = new Set<string>();
  const { against } = judgement(asked.episode, asked.severity, asked.context, rules).basis ?? { against: [] };
  const others = variantsOf(asked, against, rules).flatMap(({ change, ...variant }) => {
    if (tried.has(change)) return [];
    tried.add(change);
    const receivers = heard === null || urgencyOnceFree(variant) === 'high' ? receiversOf(variant, rules, heard ?? NONE) : null;
    return receivers === null ? [] : [{ change, receivers }];
  });
  return heard === null ? others : [...atOtherHours(asked, rules), ...others];
}

/** By the hour some of its receivers are told nothing, while others were. */
function atOtherHours(asked: Asked, rules: readonly NoiseRule[]): readonly PagingChange[] {
  const { targets, muted } = judgement(asked.episode, asked.severity, asked.context, rules).route(asked.urgency);
  if (!muted) return [];
  const { until, because } = muted;
  const wait = until === null ? [] : [waitUntil(asked, { by: 'mute_time', until, because })];
  const heard = new Set(targets);
  return [...wait, ...unmuted(asked)].flatMap(({ change, ...variant }) => {
    const receivers = receiversOf(variant, rules, heard);
    return receivers === null ? [] : [{ change, receivers }];
  });
}

const NONE: ReadonlySet<string> = new Set();

/** It would be urgent by itself, and was left low because somebody is awake. */
function ofItself(asked: Asked, rules: readonly NoiseRule[], heard: ReadonlySet<string>): readonly PagingChange[] {
  const receivers = receiversOf(asked, rules, heard);
  const why = asked.said === null ? '' : ` (${asked.said})`;
  return receivers === null ? [] : [{ change: `nobody is awake for what it hangs together with${why}`, receivers }];
}

/** The targets that were told with low urgency, where others are told of high urgency only; null: that is not so. */
function heardQuietly(asked: Asked, rules: readonly NoiseRule[]): ReadonlySet<string> | null {
  const { episode, severity, context, wait, keptBy, urgency } = asked;
  if (urgency === 'high' || keptBy !== null || (wait !== null && context.now < wait)) return null;
  const judged = judgement(episode, severity, context, rules);
  const heard = new Set(judged.held === null ? judged.route('low').targets : []);
  return heard.size > 0 && judged.route('high').targets.some((target) => !heard.has(target)) ? heard : null;
}

/** Who is told that has not heard yet; null: nobody. */
function receiversOf(asked: Asked, rules: readonly NoiseRule[], heard: ReadonlySet<string> = NONE): readonly string[] | null {
  const { episode, severity, context, wait, keptBy } = asked;
  if (keptBy !== null || (wait !== null && context.now < wait)) return null;
  const judged: Judged = judgement(episode, severity, context, rules);
  const { targets, receivers } = judged.route(urgencyOnceFree(asked));
  const isNew = (id: string): boolean => targets.includes(id) && !heard.has(id);
  if (judged.held !== null || !targets.some(isNew)) return null;
  if (heard.size === 0) return receivers;
  return receivers.filter((name) => context.policy.receivers.get(name)?.targets.some(({ id }) => isNew(id)));
}
