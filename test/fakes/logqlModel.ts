import { parser } from '@grafana/lezer-logql';

export interface LogqlMatcher {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

export interface LogqlQuery {
  /** The names of the tree's nodes, in order. */
  readonly shape: readonly string[];
  readonly isMetric: boolean;
  readonly selector: readonly LogqlMatcher[];
  /** Label filters behind a pipe. */
  readonly labelFilters: readonly LogqlMatcher[];
  /** `|=`, `|~` and so on, those that `or` joins in one list. */
  readonly lineFilters: readonly { readonly operator: string; readonly values: readonly string[] }[];
  /** Every string in the query, in order, as it is meant. */
  readonly strings: readonly string[];
}

/** A query as Grafana's own parser reads it, or where it cannot. */
export function readLogql(query: string): LogqlQuery | { readonly errorAt: number } {
  const shape: string[] = [];
  const selector: LogqlMatcher[] = [];
  const labelFilters: LogqlMatcher[] = [];
  const lineFilters: { operator: string; values: string[] }[] = [];
  const strings: string[] = [];
  let errorAt: number | null = null;
  let name = '';
  let operator = '';
  let place = '';
  parser.parse(query).iterate({
    enter: (node) => {
      const text = query.slice(node.from, node.to);
      shape.push(node.name);
      if (node.type.isError) errorAt ??= node.from;
      if (/^(Selector|LineFilter|LabelFilter)$/.test(node.name)) place = node.name;
      if (node.name === 'LineFilter') lineFilters.push({ operator: text.slice(0, 2), values: [] });
      if (node.name === 'Identifier') name = text;
      if (/^(Eq|Neq|Re|Nre)$/.test(node.name)) operator = text;
      if (node.name !== 'String') return;
      const value = unquote(text);
      strings.push(value);
      if (place === 'LineFilter') lineFilters.at(-1)?.values.push(value);
      else (place === 'Selector' ? selector : labelFilters).push({ name, operator, value });
    },
  });
  if (errorAt !== null) return { errorAt };
  return { shape, isMetric: shape.includes('MetricExpr'), selector, labelFilters, lineFilters, strings };
}

/** Go's strings: what stands between backticks is as it is. */
function unquote(written: string): string {
  return written.startsWith('`') ? written.slice(1, -1) : (JSON.parse(written) as string);
}
