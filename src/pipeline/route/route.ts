import { type Labels, labelValue } from '../../alert/labels.ts';
import { type Matcher, matches } from '../../alert/matcher.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledRoute } from './compileRoute.ts';

/** What one node of the tree said. */
export interface RouteStep {
  readonly path: string;
  readonly receiver: string;
  readonly outcome:
    | { readonly kind: 'takes' }
    /** It matches, and children of it take the alert. */
    | { readonly kind: 'enters' }
    /** `failed` is the first of its matchers that does not hold, `actual` the label's value as sent. */
    | { readonly kind: 'skips'; readonly failed: Matcher; readonly actual: string };
}

export interface RouteResult {
  /** Distinct, in the tree's order. */
  readonly receivers: readonly string[];
  /** The nodes that take it, in that order: a receiver may be named by several. */
  readonly taken: readonly CompiledRoute[];
  /** Every node that was looked at, in that order. */
  readonly trace: readonly RouteStep[];
}

/**
 * Which receivers an alert goes to, as Alertmanager's tree says: depth first, the first child that matches and, where
 * that one has `continue`, those after it; a node of whose children none matches takes the alert itself. The root takes
 * whatever nobody else does.
 */
export function route(tree: CompiledRoute, labels: Labels, severity: Severity): RouteResult {
  const trace: RouteStep[] = [];
  const nodes: CompiledRoute[] = [];

  /** True when the node matches, so that it or a child of it has taken the alert. */
  const visit = (node: CompiledRoute, isRoot: boolean): boolean => {
    const failed = isRoot ? undefined : node.matchers.find((matcher) => !matches(matcher, labels, severity));
    if (failed) {
      trace.push(step(node, { kind: 'skips', failed, actual: labelValue(labels, failed.name) }));
      return false;
    }
    const place = trace.push(step(node, { kind: 'enters' })) - 1;
    let taken = false;
    for (const child of node.routes) {
      if (!visit(child, false)) continue;
      taken = true;
      if (!child.continue) break;
    }
    if (!taken) {
      nodes.push(node);
      trace[place] = step(node, { kind: 'takes' });
    }
    return true;
  };

  visit(tree, true);
  return { receivers: [...new Set(nodes.map(({ receiver }) => receiver))], taken: nodes, trace };
}

function step(node: CompiledRoute, outcome: RouteStep['outcome']): RouteStep {
  return { path: node.path, receiver: node.receiver, outcome };
}
