import { type PromqlToken, promqlTokens } from './promqlTokens.ts';

export interface SplitExpression {
  /** What is worth drawing: without the comparison, which would leave only what fires. */
  readonly drawn: string;
  readonly threshold: number | null;
}

const COMPARISONS = new Set(['==', '!=', '>', '<', '>=', '<=']);
const SETS = new Set(['and', 'or', 'unless']);

/**
 * The expression of a rule and what it compares with: `rate(x[5m]) > 0.9` is `rate(x[5m])` and 0.9, `5 < x` is `x` and 5.
 * Only where the whole of it is one comparison with a number (or numbers multiplied and divided, as in `5 * 60`); everything else is left
 * as it is. Precedence as in https://prometheus.io/docs/prometheus/latest/querying/operators/: `and`, `unless` and `or` bind less.
 */
export function splitComparison(expression: string): SplitExpression {
  const whole = { drawn: expression, threshold: null };
  const tokens = unwrapped(promqlTokens(expression) ?? []);
  const depth = tokens[0]?.depth ?? 0;
  const top = tokens.filter((token) => token.depth === depth);
  const comparisons = top.filter(({ kind, text }) => kind === 'operator' && COMPARISONS.has(text));
  const [comparison] = comparisons;
  if (comparison === undefined || comparisons.length > 1) return whole;
  if (top.some(({ kind, text }) => kind === 'word' && SETS.has(text.toLowerCase()))) return whole;
  const at = tokens.indexOf(comparison);
  const left = tokens.slice(0, at);
  const right = tokens.slice(at + 1);
  if (right[0]?.kind === 'word' && right[0].text.toLowerCase() === 'bool') right.shift();
  return side(expression, left, right) ?? side(expression, right, left) ?? whole;
}

function side(expression: string, drawn: readonly PromqlToken[], compared: readonly PromqlToken[]): SplitExpression | null {
  const threshold = numberIn(unwrapped(compared));
  const first = drawn[0];
  const last = drawn.at(-1);
  if (threshold === null || first === undefined || last === undefined || numberIn(unwrapped(drawn)) !== null) return null;
  // `a > on(x) b` has no number on either side; what is left here is a side as it was written.
  return { drawn: expression.slice(first.from, last.to), threshold };
}

/** Without the parentheses around all of it. */
function unwrapped(tokens: readonly PromqlToken[]): readonly PromqlToken[] {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first?.text !== '(' || last?.text !== ')' || first.kind !== 'open') return tokens;
  const closing = tokens.findIndex((token) => token.kind === 'close' && token.depth === first.depth);
  return closing === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
}

/** `-0.5`, `5 * 60`, `Inf`; null for everything else, NaN among it. */
function numberIn(tokens: readonly PromqlToken[]): number | null {
  let rest = tokens;
  let product: number | null = null;
  let operator = '*';
  while (rest.length > 0) {
    let sign = 1;
    while (rest[0]?.text === '-' || rest[0]?.text === '+') {
      if (rest[0].text === '-') sign = -sign;
      rest = rest.slice(1);
    }
    const value = rest[0] ? literal(rest[0]) : null;
    if (value === null) return null;
    product = product === null ? sign * value : operator === '*' ? product * sign * value : product / (sign * value);
    operator = rest[1]?.text ?? '';
    if (operator === '') return Number.isNaN(product) ? null : product;
    if (operator !== '*' && operator !== '/') return null;
    rest = rest.slice(2);
  }
  return null;
}

function literal({ kind, text }: PromqlToken): number | null {
  if (kind === 'number') return Number(text.replaceAll('_', ''));
  return kind === 'word' && /^inf$/i.test(text) ? Number.POSITIVE_INFINITY : null;
}
