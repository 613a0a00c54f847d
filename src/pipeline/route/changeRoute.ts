import type { CompiledRoute } from './compileRoute.ts';

/** The tree with one node, the one at `path`, as `change` has it: for asking what would be if it were so. */
export function changeRoute(tree: CompiledRoute, path: string, change: (node: CompiledRoute) => CompiledRoute): CompiledRoute {
  if (tree.path === path) return change(tree);
  return {
    ...tree,
    routes: tree.routes.map((child) => (path.startsWith(child.path) ? changeRoute(child, path, change) : child)),
  };
}
