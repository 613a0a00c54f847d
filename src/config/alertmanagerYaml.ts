import { stringify } from 'yaml';
import { formatMatcher, parseMatchers } from '../alert/matcher.ts';
import type { PolicySource, RouteNode } from '../pipeline/policy.ts';

type TimeInterval = PolicySource['timeIntervals'][number];
type Range = TimeInterval['intervals'][number];

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * What Alertmanager has words for of a policy, as an alertmanager.yml that its tools can read: routes, inhibition, time intervals
 * and the names of the receivers. Nothing of where receivers send to.
 */
export function alertmanagerYaml(policy: PolicySource): string {
  const { route, receivers, timeIntervals, noise } = policy;
  const groupBy = policy.grouping.at(-1)?.groupBy ?? 'sender';
  const document = {
    route: { ...routeOf(route), ...(groupBy === 'sender' ? {} : { group_by: groupBy }) },
    ...some('inhibit_rules', noise.inhibitRules, ({ sourceMatchers, targetMatchers, equal }) => ({
      source_matchers: written(sourceMatchers),
      target_matchers: written(targetMatchers),
      equal,
    })),
    ...some('time_intervals', timeIntervals, ({ name, intervals }) => ({ name, time_intervals: intervals.map(rangeOf) })),
    receivers: receivers.map(({ name }) => ({ name })),
  };
  return stringify(document, { lineWidth: 0 });
}

/** A key for a list, unless that is empty. */
function some<T>(key: string, list: readonly T[], one: (each: T) => unknown): Record<string, unknown> {
  return list.length > 0 ? { [key]: list.map(one) } : {};
}

function routeOf(node: RouteNode): Record<string, unknown> {
  return {
    receiver: node.receiver,
    ...(node.matchers.length > 0 && { matchers: written(node.matchers) }),
    ...(node.continue && { continue: true }),
    ...some('mute_time_intervals', node.muteTimeIntervals, (name) => name),
    ...some('active_time_intervals', node.activeTimeIntervals, (name) => name),
    ...some('routes', node.routes, routeOf),
  };
}

/** In the syntax that every version reads. */
function written(matchers: readonly string[]): string[] {
  return matchers.flatMap(parseMatchers).map(formatMatcher);
}

function rangeOf({ times, weekdays, daysOfMonth, months, years, location }: Range): Record<string, unknown> {
  const span = ({ from, to }: { from: number; to: number }): string => (from === to ? `${from}` : `${from}:${to}`);
  const day = (number: number): string => WEEKDAYS[number] ?? '';
  return {
    ...some('times', times, ({ start, end }) => ({ start_time: clock(start), end_time: clock(end) })),
    ...some('weekdays', weekdays, ({ from, to }) => (from === to ? day(from) : `${day(from)}:${day(to)}`)),
    ...some('days_of_month', daysOfMonth, span),
    ...some('months', months, span),
    ...some('years', years, span),
    location,
  };
}

function clock(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
