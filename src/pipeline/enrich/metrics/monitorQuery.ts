import type { SplitExpression } from './splitComparison.ts';

const WINDOW = /^\s*\w+\(\s*last_\w+\s*\)\s*:/;
const COMPARED = /\s*(?:>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$/;

/**
 * The query of a Datadog monitor without what only a monitor has: `avg(last_5m):avg:system.load.1{*} by {host} > 4` is
 * `avg:system.load.1{*} by {host}` and 4. A metric query stays as it is.
 */
export function monitorQuery(text: string): SplitExpression {
  const query = text.replace(WINDOW, '');
  const compared = COMPARED.exec(query);
  if (!compared) return { drawn: query.trim(), threshold: null };
  return { drawn: query.slice(0, compared.index).trim(), threshold: Number(compared[1]) };
}
