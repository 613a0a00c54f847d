import { failedMatcher } from '../alert/failedMatcher.ts';
import { emptyLabels, labelValue } from '../alert/labels.ts';
import { formatMatcher, type Matcher } from '../alert/matcher.ts';
import { SEVERITIES, severityOf, severityRank } from '../alert/severity.ts';
import type { Asked } from './asked.ts';
import type { Policy } from './compilePolicy.ts';
import { judgement } from './judgement.ts';
import type { Lift, NoiseRule } from './noise/rule.ts';
import { conditionText } from './noise/urgency.ts';
import { CONSOLE_OF_LAST_RESORT } from './policy.ts';
import { changeRoute } from './route/changeRoute.ts';
import type { RouteStep } from './route/route.ts';
import { routeOfAsked } from './routeOfAsked.ts';
import { contextLabels } from './subjectOf.ts';
import type { TracedOpinion } from './trace.ts';
import { unmuted } from './unmuted.ts';
import { urgencyOfAsked } from './urgencyOfAsked.ts';
import { waitUntil } from './waitUntil.ts';

/** The same alert with one thing other than it is. */
export interface Variant extends Asked {
  readonly change: string;
}

/** Of the routes that do not match so many are tried. */
const MOST_ROUTES = 60;
/** One rule may hold an alert again where another ends; so many ends are waited for. */
const MOST_ENDS = 20;

/** An alert with one thing changed, in as many ways as could make that somebody is told of it; small changes first. */
export function variantsOf(asked: Asked, against: readonly TracedOpinion[], rules: readonly NoiseRule[]): Variant[] {
  return [
    ...(asked.wait === null ? [] : [waitUntil(asked, { by: 'group_wait', until: asked.wait })]),
    ...(asked.keptBy === null ? [] : [calmed(asked, asked.keptBy)]),
    ...against.flatMap((each) => (each.until === null ? [] : [waitUntil(asked, { ...each, until: each.until })])),
    ...waitingOn(asked, against[0], rules),
    ...lifted(asked, rules),
    ...unmuted(asked),
    ...otherSeverities(asked),
    ...otherUrgencies(asked),
    ...routeOfAsked(asked)
      .trace.filter(({ outcome }) => outcome.kind === 'skips')
      .slice(0, MOST_ROUTES)
      .flatMap((step) => satisfied(asked, step)),
    ...otherReceivers(asked),
  ];
}

/** Until what comes after the first end has ended too, and so on: what is enough is found by trying. */
function waitingOn(asked: Asked, first: TracedOpinion | undefined, rules: readonly NoiseRule[]): Variant[] {
  const { episode, severity, context } = asked;
  const ends: Variant[] = [];
  let held: TracedOpinion | null = first ?? null;
  let { now } = context;
  while (held && held.until !== null && held.until > now && ends.length < MOST_ENDS) {
    now = held.until;
    ends.push(waitUntil(asked, { ...held, until: now }));
    held = judgement(episode, severity, { ...context, now }, rules).held;
  }
  return ends;
}

function calmed(asked: Asked, { by, because }: TracedOpinion): Variant {
  const change = by === 'heartbeat' ? 'remove the heartbeat that it is' : `${by} ends (${because})`;
  return { ...asked, change, keptBy: null };
}

function lifted(asked: Asked, rules: readonly NoiseRule[]): Variant[] {
  const { episode, severity, context } = asked;
  return rules.flatMap((rule) => {
    try {
      const looks = rule.explain?.(episode, severity, context) ?? [];
      return looks.flatMap((look) => (look.kind === 'holds' ? look.lifts.map((lift) => withLift(asked, lift)) : []));
    } catch {
      // It holds nothing back, so nothing of it is to be lifted.
      return [];
    }
  });
}

/** The sign that ends a hold may be the one that its urgency rule waits for. */
function withLift(asked: Asked, { change, context, isSecondSign, endsSigns }: Lift): Variant {
  const { armed } = urgencyOfAsked(asked);
  const waits = armed && context.policy.urgency?.rules.find(({ key }) => key === armed.rule);
  const isUrgent = isSecondSign && waits?.when && 'secondSignMs' in waits.when && waits.urgency === 'high';
  return { ...asked, change, context, ...(isUrgent && { urgency: 'high' }), ...(endsSigns && { onceFree: null }) };
}

/** The nearest ones first. */
function otherSeverities(asked: Asked): Variant[] {
  const distance = (severity: Asked['severity']): number => Math.abs(severityRank(severity) - severityRank(asked.severity));
  const others = SEVERITIES.filter((each) => each !== asked.severity).sort((a, b) => distance(a) - distance(b));
  return others.map((severity) => withLabel(asked, 'severity', severity, ''));
}

/** A label by which an urgency rule matches; or what its rule waits for happens. */
function otherUrgencies(asked: Asked): Variant[] {
  const { episode, severity, context, urgency } = asked;
  if (urgency === 'high' || !context.policy.urgency) return [];
  const labels = contextLabels(episode.labels, severity, context.policy, urgency);
  const byLabel = context.policy.urgency.rules.flatMap(({ matchers, path }) => {
    const failed = failedMatcher(matchers, labels, severity);
    const value = failed && fittingValue(failed.matcher);
    return failed && value !== null && failed.matcher.name !== 'severity'
      ? [withLabel(asked, failed.matcher.name, value, ` (${path})`)]
      : [];
  });
  const { because, armed } = urgencyOfAsked(asked);
  const waits = armed && context.policy.urgency.rules.find(({ key }) => key === armed.rule);
  const change = waits?.when
    ? `${conditionText(waits.when)} (${waits.path} waits for it)`
    : `high urgency; its rule says: ${because}`;
  return [...byLabel, { ...asked, change, urgency: 'high' }];
}

/** A value for which the first matcher holds that kept a route from taking it. */
function satisfied(asked: Asked, { path, outcome }: RouteStep): Variant[] {
  if (outcome.kind !== 'skips') return [];
  const { failed } = outcome;
  const value = fittingValue(failed);
  // Every severity was tried already.
  if (failed.name === 'severity' && SEVERITIES.some((each) => each === value)) return [];
  if (value !== null) return [withLabel(asked, failed.name, value, ` (${path})`)];
  const tree = changeRoute(asked.context.policy.route, path, (each) => ({
    ...each,
    matchers: each.matchers.filter((matcher) => matcher !== failed),
  }));
  return [withPolicy(asked, `a label ${failed.name} for which ${formatMatcher(failed)} holds (${path})`, { route: tree })];
}

/** A value for which a matcher holds, where one is easily found. */
function fittingValue({ operator, value, fits }: Matcher): string | null {
  if (operator === '=') return value;
  const candidates = operator === '=~' ? value.split('|') : [''];
  return candidates.find((each) => fits(each) === (operator === '=~')) ?? null;
}

function otherReceivers(asked: Asked): Variant[] {
  const { policy } = asked.context;
  return routeOfAsked(asked).taken.flatMap(({ path, receiver }) => {
    if ((policy.receivers.get(receiver)?.targets.length ?? 0) > 0) return [];
    const named = { name: receiver, targets: [CONSOLE_OF_LAST_RESORT] };
    const change = `configs for the receiver ${receiver}, or another receiver for ${path}`;
    return [withPolicy(asked, change, { receivers: new Map(policy.receivers).set(receiver, named) })];
  });
}

function withPolicy(asked: Asked, change: string, over: Partial<Policy>): Variant {
  const { context } = asked;
  return { ...asked, change, context: { ...context, policy: { ...context.policy, ...over } } };
}

function withLabel(asked: Asked, name: string, value: string, place: string): Variant {
  const { episode, context } = asked;
  const labels = Object.assign(emptyLabels(), episode.labels, { [name]: value });
  const severity = name === 'severity' ? severityOf(value, context.policy.severities) : asked.severity;
  const what = name === 'severity' ? name : `label ${name}`;
  const change = `${what} ${shown(value)} instead of ${shown(labelValue(episode.labels, name))}${place}`;
  return { ...asked, change, severity, onceFree: null, episode: { ...episode, labels } };
}

function shown(value: string): string {
  return value === '' ? 'none' : value;
}
