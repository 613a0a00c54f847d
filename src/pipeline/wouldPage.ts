import type { Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { formatMatcher, type Matcher } from '../alert/matcher.ts';
import { SEVERITIES, type Severity, severityOf, severityRank } from '../alert/severity.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { judgement } from './judgement.ts';
import { NOISE_RULES } from './noise/noise.ts';
import type { NoiseRule, RuleContext } from './noise/rule.ts';
import { CONSOLE_OF_LAST_RESORT } from './policy.ts';
import { changeRoute } from './route/changeRoute.ts';
import { type RouteStep, route } from './route/route.ts';

/** One change by which somebody is told. */
export interface PagingChange {
  /** As people say it: `wait until …`, `remove …`, `severity critical instead of warning`. */
  readonly change: string;
  /** Names of the receivers that are told then. */
  readonly receivers: readonly string[];
}

/** Of a routing tree so many nodes that do not match are tried. */
const MOST_ROUTES = 60;

/** An alert, and what it is judged by, with one thing other than it is. */
interface Variant {
  readonly change: string;
  readonly episode: Episode;
  readonly severity: Severity;
  readonly context: RuleContext;
}

/**
 * The single changes by which somebody is told of an alert of which nobody is, the smallest first: to wait, to take away what
 * holds it, another severity, another label, another receiver. Each was tried by judging the alert again with that one change.
 * Empty where somebody is told as it is, and where one change is not enough. `wait`: until when its incident waits for more alerts.
 */
export function wouldPage(
  episode: Episode,
  severity: Severity,
  context: RuleContext,
  wait: Instant | null = null,
  rules: readonly NoiseRule[] = NOISE_RULES,
): readonly PagingChange[] {
  const judge = (variant: Omit<Variant, 'change'>): Judged =>
    judgement(variant.episode, variant.severity, variant.context, rules);
  const asIs = { episode, severity, context };
  const judged = judge(asIs);
  if (isTold(judged) && wait === null) return [];
  const variants = [
    ...(wait === null ? [] : [waiting(asIs, wait, 'group_wait')]),
    ...waits(judged, asIs),
    ...lifts(asIs, rules),
    ...unmuted(asIs),
    ...otherSeverities(asIs),
    ...otherLabels(asIs),
    ...otherReceivers(asIs),
  ];
  const tried = new Set<string>();
  return variants.flatMap((variant) => {
    const { change } = variant;
    if (tried.has(change)) return [];
    tried.add(change);
    const then = judge(variant);
    const isEarly = wait !== null && variant.context.now < wait;
    return isTold(then) && !isEarly ? [{ change, receivers: then.receivers }] : [];
  });
}

function isTold({ held, targets }: Judged): boolean {
  return held === null && targets.length > 0;
}

type AsIs = Omit<Variant, 'change'>;

function waits({ trace }: Judged, asIs: AsIs): Variant[] {
  return (trace?.against ?? []).flatMap(({ by, until }) => {
    if (until === null) return [];
    return [waiting(asIs, until, by)];
  });
}

function waiting(asIs: AsIs, until: Instant, by: string): Variant {
  return { ...asIs, change: `wait until ${rfc3339(until)}: ${by} ends`, context: { ...asIs.context, now: until } };
}

function lifts(asIs: AsIs, rules: readonly NoiseRule[]): Variant[] {
  const { episode, severity, context } = asIs;
  return rules.flatMap((rule) => {
    try {
      const looks = rule.explain?.(episode, severity, context) ?? [];
      return looks.flatMap((look) => (look.kind === 'holds' ? [{ ...asIs, ...look.lift }] : []));
    } catch {
      // It holds nothing back, so nothing of it is to be lifted.
      return [];
    }
  });
}

function unmuted(asIs: AsIs): Variant[] {
  const { episode, severity, context } = asIs;
  return route(context.policy.route, episode.labels, severity).taken.flatMap((node) => {
    if (node.mute.length + node.active.length === 0) return [];
    const tree = changeRoute(context.policy.route, node.path, (each) => ({ ...each, mute: [], active: [] }));
    const change = `remove ${node.mute.length > 0 ? 'mute' : 'active'}_time_intervals of ${node.path}`;
    return [withPolicy(asIs, change, { route: tree })];
  });
}

/** The nearest ones first. */
function otherSeverities(asIs: AsIs): Variant[] {
  const rank = severityRank(asIs.severity);
  const others = SEVERITIES.filter((each) => each !== asIs.severity);
  others.sort((a, b) => Math.abs(severityRank(a) - rank) - Math.abs(severityRank(b) - rank));
  return others.map((severity) => withLabel(asIs, 'severity', severity, ''));
}

/** For each route that does not match, a value by which its first failed matcher holds. */
function otherLabels(asIs: AsIs): Variant[] {
  const { episode, severity, context } = asIs;
  const skipped = route(context.policy.route, episode.labels, severity).trace.filter(({ outcome }) => outcome.kind === 'skips');
  return skipped.slice(0, MOST_ROUTES).flatMap((step) => satisfied(asIs, step));
}

function satisfied(asIs: AsIs, { path, outcome }: RouteStep): Variant[] {
  if (outcome.kind !== 'skips') return [];
  const { failed } = outcome;
  const value = fittingValue(failed);
  // Every severity was tried already.
  if (failed.name === 'severity' && SEVERITIES.some((each) => each === value)) return [];
  if (value !== null) return [withLabel(asIs, failed.name, value, ` (${path})`)];
  const tree = changeRoute(asIs.context.policy.route, path, (each) => ({
    ...each,
    matchers: each.matchers.filter((matcher) => matcher !== failed),
  }));
  return [withPolicy(asIs, `a label ${failed.name} for which ${formatMatcher(failed)} holds (${path})`, { route: tree })];
}

/** A value for which a matcher holds, where one is easily found. */
function fittingValue({ operator, value, fits }: Matcher): string | null {
  if (operator === '=') return value;
  const candidates = operator === '=~' ? value.split('|') : [''];
  return candidates.find((each) => fits(each) === (operator === '=~')) ?? null;
}

function otherReceivers(asIs: AsIs): Variant[] {
  const { episode, severity, context } = asIs;
  const { policy } = context;
  return route(policy.route, episode.labels, severity).taken.flatMap(({ path, receiver }) => {
    if ((policy.receivers.get(receiver)?.targets.length ?? 0) > 0) return [];
    const named = { name: receiver, targets: [CONSOLE_OF_LAST_RESORT] };
    const change = `configs for the receiver ${receiver}, or another receiver for ${path}`;
    return [withPolicy(asIs, change, { receivers: new Map(policy.receivers).set(receiver, named) })];
  });
}

function withPolicy(asIs: AsIs, change: string, over: Partial<Policy>): Variant {
  const { context } = asIs;
  return { ...asIs, change, context: { ...context, policy: { ...context.policy, ...over } } };
}

function withLabel(asIs: AsIs, name: string, value: string, place: string): Variant {
  const { episode, context } = asIs;
  const labels: Labels = Object.assign(Object.create(null), episode.labels, { [name]: value });
  const severity = name === 'severity' ? severityOf(value, context.policy.severities) : asIs.severity;
  const change = `${name === 'severity' ? '' : 'label '}${name} ${shown(value)} instead of ${shown(labelValue(episode.labels, name))}${place}`;
  return { ...asIs, change, severity, episode: { ...episode, labels } };
}

function shown(value: string): string {
  return value === '' ? 'none' : value;
}
