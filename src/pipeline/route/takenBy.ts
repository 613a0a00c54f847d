import { firstMatch } from '../../alert/firstMatch.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledRoute } from './compileRoute.ts';

/** The nodes that take an alert, in the tree's order: what `route` says, without the way there. Asked for each alert that is decided. */
export function takenBy(tree: CompiledRoute, labels: Labels, severity: Severity): CompiledRoute[] {
  const { routes } = tree;
  const found: CompiledRoute[] = [];
  let child = firstMatch(routes, labels, severity);
  while (child) {
    for (const node of takenBy(child, labels, severity)) found.push(node);
    if (!child.continue) break;
    const place = routes.indexOf(child);
    child = firstMatch(routes, labels, severity, (next) => routes.indexOf(next) > place);
  }
  return found.length > 0 ? found : [tree];
}
