export interface LogsqlToken {
  readonly kind: 'word' | 'string' | 'sign';
  /** A string's is what it means, not how it is written. */
  readonly text: string;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/**
 * LogsQL cut as VictoriaLogs' lexer cuts it: Go's strings in double quotes and backticks, and the same in single quotes; a quote that
 * does not end is a sign like any other.
 */
export function logsqlTokens(query: string): LogsqlToken[] {
  const tokens: LogsqlToken[] = [];
  const runes = [...query];
  for (let i = 0; i < runes.length; ) {
    const rune = runes[i] as string;
    if (/\s/u.test(rune)) i += 1;
    else if (rune === '#') while (i < runes.length && runes[i] !== '\n') i += 1;
    else if (/[\p{L}\p{N}_.]/u.test(rune)) {
      let word = '';
      while (i < runes.length && /[\p{L}\p{N}_.]/u.test(runes[i] as string)) word += runes[i++];
      tokens.push({ kind: 'word', text: word });
    } else {
      const string = /["'`]/.test(rune) ? readString(runes, i) : null;
      tokens.push(string ? { kind: 'string', text: string.text } : { kind: 'sign', text: rune });
      i = string ? string.end : i + 1;
    }
  }
  return tokens;
}

function readString(runes: readonly string[], start: number): { text: string; end: number } | null {
  const quote = runes[start];
  let text = '';
  for (let i = start + 1; i < runes.length; i += 1) {
    const rune = runes[i] as string;
    if (rune === quote) return { text, end: i + 1 };
    if (rune === '\n' && quote !== '`') return null;
    if (rune !== '\\' || quote === '`') {
      text += rune;
      continue;
    }
    i += 1;
    const escaped = runes[i] ?? '';
    if (escaped === '\\' || escaped === quote) text += escaped;
    else if (Object.hasOwn(ESCAPES, escaped)) text += ESCAPES[escaped];
    else return null;
  }
  return null;
}
