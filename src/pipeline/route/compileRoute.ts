import { type Matcher, parseMatchers } from '../../alert/matcher.ts';
import type { CompiledTimeInterval } from '../../calendar/timeInterval.ts';
import type { RouteNode } from '../policy.ts';

/** A node of the routing tree, ready to be asked. */
export interface CompiledRoute {
  /** Where it stands in the configuration: `route`, `route.routes[0]`, … */
  readonly path: string;
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  /** When its receiver is told nothing, and, if there are any, the only times when it is told. */
  readonly mute: readonly CompiledTimeInterval[];
  readonly active: readonly CompiledTimeInterval[];
  readonly routes: readonly CompiledRoute[];
}

export type TimeIntervals = ReadonlyMap<string, CompiledTimeInterval>;

/** Compiles a tree; a node whose receiver is empty takes its parent's. Throws `MatcherError`, or an error for an unknown interval. */
export function compileRoute(
  node: RouteNode,
  intervals: TimeIntervals = new Map(),
  path = 'route',
  inherited = '',
): CompiledRoute {
  const receiver = node.receiver || inherited;
  return {
    path,
    receiver,
    matchers: node.matchers.flatMap((text) => parseMatchers(text)),
    continue: node.continue,
    mute: node.muteTimeIntervals.map((name) => named(intervals, name, path)),
    active: node.activeTimeIntervals.map((name) => named(intervals, name, path)),
    routes: node.routes.map((child, i) => compileRoute(child, intervals, `${path}.routes[${i}]`, receiver)),
  };
}

function named(intervals: TimeIntervals, name: string, path: string): CompiledTimeInterval {
  const interval = intervals.get(name);
  if (!interval) throw new Error(`${path}: there is no time interval named ${JSON.stringify(name)}`);
  return interval;
}
