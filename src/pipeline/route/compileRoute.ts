import { type Matcher, parseMatchers } from '../../alert/matcher.ts';
import type { RouteNode } from '../policy.ts';

/** A node of the routing tree, ready to be asked. */
export interface CompiledRoute {
  /** Where it stands in the configuration: `route`, `route.routes[0]`, … */
  readonly path: string;
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly routes: readonly CompiledRoute[];
}

/** Compiles a tree; a node whose receiver is empty takes its parent's. Throws `MatcherError`. */
export function compileRoute(node: RouteNode, path = 'route', inherited = ''): CompiledRoute {
  const receiver = node.receiver || inherited;
  return {
    path,
    receiver,
    matchers: node.matchers.flatMap((text) => parseMatchers(text)),
    continue: node.continue,
    routes: node.routes.map((child, i) => compileRoute(child, `${path}.routes[${i}]`, receiver)),
  };
}
