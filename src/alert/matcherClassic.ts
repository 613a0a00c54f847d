import { MatcherError } from './matcherError.ts';
import type { MatcherOperator, MatcherParts } from './matcherParts.ts';

const MATCHER = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*(.*)$/s;

/**
 * Alertmanager's matchers as they were before 0.27: values bare, quoted or left out, escapes `\"`, `\\` and `\n`, any
 * other backslash being itself. Source: prometheus/alertmanager `pkg/labels/parse.go`.
 * Throws `MatcherError`.
 */
export function parseClassicMatchers(text: string): MatcherParts[] {
  return splitAtCommas(text.replace(/^\{/, '').replace(/\}$/, '')).map(parseOne);
}

function splitAtCommas(text: string): string[] {
  const tokens: string[] = [];
  let token = '';
  let quoted = false;
  let escaped = false;
  for (const char of text) {
    if (char === ',' && !quoted) {
      tokens.push(token);
      token = '';
      continue;
    }
    if (char === '"' && !escaped) quoted = !quoted;
    escaped = char === '\\' && !escaped;
    token += char;
  }
  if (token.trim() !== '') tokens.push(token.trim());
  return tokens;
}

function parseOne(text: string): MatcherParts {
  const match = MATCHER.exec(text);
  if (!match) throw new MatcherError('syntax', `${JSON.stringify(text)} is not of the form name="value"`);
  const [, name, operator, raw] = match as unknown as [string, string, MatcherOperator, string];
  return { name, operator, value: unescaped(raw.trimEnd()) };
}

function unescaped(raw: string): string {
  const quoted = raw.startsWith('"');
  const body = quoted ? raw.slice(1) : raw;
  let value = '';
  for (let i = 0; i < body.length; i += 1) {
    const char = body.charAt(i);
    const next = body.charAt(i + 1);
    if (char === '\\' && next !== '') {
      value += next === 'n' ? '\n' : next === '"' || next === '\\' ? next : char + next;
      i += 1;
    } else if (char === '"') {
      if (quoted && next === '') return value;
      throw new MatcherError('syntax', `the value ${raw} has a double quote that is not escaped`);
    } else {
      value += char;
    }
  }
  if (quoted) throw new MatcherError('syntax', `the value ${raw} lacks its closing double quote`);
  return value;
}
