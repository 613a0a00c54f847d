/** A piece of PromQL that means something: white space and comments are none. */
export interface PromqlToken {
  readonly kind: 'word' | 'number' | 'operator' | 'string' | 'open' | 'close';
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** How many brackets it stands in; a bracket itself stands outside. */
  readonly depth: number;
}

const PIECES: readonly (readonly [PromqlToken['kind'] | null, RegExp])[] = [
  [null, /(?:\s+|#[^\n]*)/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y],
  ['number', /(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w:])/y],
  // A duration: 5m, 1h30m.
  ['word', /\d\w*/y],
  ['word', /[\p{L}_:][\p{L}\p{N}_:.]*/uy],
  ['operator', /=~|!~|==|!=|>=|<=|[-+*/%^@=<>,:]/y],
  ['open', /[([{]/y],
  ['close', /[)\]}]/y],
];
const PARTNER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** PromQL cut into its pieces; null where a bracket or a quote is left open, or there is a sign that PromQL does not know. */
export function promqlTokens(expression: string): readonly PromqlToken[] | null {
  const tokens: PromqlToken[] = [];
  const open: string[] = [];
  let from = 0;
  while (from < expression.length) {
    const piece = pieceAt(expression, from);
    if (piece === null) return null;
    const { kind, text } = piece;
    if (kind === 'close' && open.pop() !== PARTNER[text]) return null;
    if (kind !== null) tokens.push({ kind, text, from, to: from + text.length, depth: open.length });
    if (kind === 'open') open.push(text);
    from += text.length;
  }
  return open.length === 0 ? tokens : null;
}

function pieceAt(expression: string, from: number): { kind: PromqlToken['kind'] | null; text: string } | null {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = from;
    const text = pattern.exec(expression)?.[0];
    if (text) return { kind, text };
  }
  return null;
}
