import { MatcherError } from './matcherError.ts';
import { type MatcherParts, OPERATORS } from './matcherParts.ts';
import { unquoteGo } from './unquoteGo.ts';

const SPACE = /[\s\u0085]/;
const RESERVED = /[\s\u0085{}!=~,\\"'`]/;

/**
 * Alertmanager's matchers since 0.27: names and values are bare words or double-quoted Go strings, names may be any
 * text, the value must be there. Source: prometheus/alertmanager `matcher/parse`.
 * Throws `MatcherError`.
 */
export function parseUtf8Matchers(text: string): MatcherParts[] {
  const scanner = new Scanner(text);
  const matchers: MatcherParts[] = [];
  const braced = scanner.take('{');
  while (!scanner.atEnd() && !scanner.at('}')) {
    matchers.push(parseOne(scanner));
    if (!scanner.take(',')) break;
  }
  if (braced && !scanner.take('}')) scanner.fail('a comma or a closing brace');
  if (!scanner.atEnd()) scanner.fail(braced ? 'the end' : 'a comma or the end');
  return matchers;
}

function parseOne(scanner: Scanner): MatcherParts {
  const name = scanner.word('a label name');
  const operator = OPERATORS.find((candidate) => scanner.take(candidate)) ?? scanner.fail('one of =, !=, =~, !~');
  return { name, operator, value: scanner.word('a value (write "" for the empty one)') };
}

class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(token: string): boolean {
    while (SPACE.test(this.#text.charAt(this.#position))) this.#position += 1;
    return this.#text.startsWith(token, this.#position);
  }

  atEnd(): boolean {
    return this.at('') && this.#position >= this.#text.length;
  }

  take(token: string): boolean {
    const there = this.at(token);
    if (there) this.#position += token.length;
    return there;
  }

  /** A bare word or a quoted one, unquoted. */
  word(expected: string): string {
    if (this.at('"')) return this.#quoted();
    const start = this.#position;
    while (this.#position < this.#text.length && !RESERVED.test(this.#text.charAt(this.#position))) this.#position += 1;
    if (this.#position === start) this.fail(expected);
    return this.#text.slice(start, this.#position);
  }

  #quoted(): string {
    const start = this.#position;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) {
      throw new MatcherError('syntax', `${this.#text.slice(start)} lacks its closing double quote`);
    }
    this.#position = end + 1;
    const literal = this.#text.slice(start, this.#position);
    const value = unquoteGo(literal);
    if (value === null) throw new MatcherError('syntax', `${literal} has an escape that is not known`);
    return value;
  }

  fail(expected: string): never {
    const found = this.atEnd() ? 'the end' : JSON.stringify(this.#text.slice(this.#position, this.#position + 20));
    throw new MatcherError('syntax', `expected ${expected} at position ${this.#position}, found ${found}`);
  }
}
