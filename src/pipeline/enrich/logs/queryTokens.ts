import { TemplateError } from '../../../template/templateError.ts';
import { slotsOf } from './queryTemplate.ts';

export type Quote = '"' | "'" | '`';

/** A piece of a query's template. In `text` each slot is {@link SLOT_MARK}; a string's text is without its quotes, as written. */
export interface QueryToken {
  readonly kind: 'word' | 'sign' | 'string';
  readonly text: string;
  readonly quote: Quote | null;
  /** The slots that stand in it, by their place among all slots. */
  readonly slots: readonly number[];
}

/** How a query language is written: patterns with the flag `y`. */
export interface QueryDialect {
  readonly name: string;
  readonly quotes: string;
  readonly comment: RegExp;
  readonly sign: RegExp;
}

/** Stands for a slot in a token's text. */
export const SLOT_MARK = '\u0000';

const SPACE = /\s+/y;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.]*/uy;
const STRINGS: Readonly<Record<string, RegExp>> = {
  // A backslash before a slot would escape what is filled in.
  '"': /"((?:[^"\\\n]|\\[^\n\0])*)"/y,
  "'": /'((?:[^'\\\n]|\\[^\n\0])*)'/y,
  '`': /`([^`]*)`/y,
};

/**
 * Cuts the template of a query into tokens, so that it is known in which kind of string each slot stands.
 * @throws TemplateError for a slot outside of a string, and for a string that does not end
 */
export function queryTokens(source: string, dialect: QueryDialect): QueryToken[] {
  if (source.includes(SLOT_MARK)) throw new TemplateError('has a NUL character');
  const slots = slotsOf(source);
  const masked = slots.reduceRight((text, { from, to }) => text.slice(0, from) + SLOT_MARK + text.slice(to), source);
  const tokens: QueryToken[] = [];
  let at = 0;
  let seen = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(masked);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const push = (kind: QueryToken['kind'], text: string, quote: Quote | null = null): void => {
    const many = text.split(SLOT_MARK).length - 1;
    tokens.push({ kind, text, quote, slots: Array.from({ length: many }, (_, i) => seen + i) });
    seen += many;
  };
  while (at < masked.length) {
    const next = masked[at] as string;
    const comment = take(dialect.comment);
    if (comment?.[0].includes(SLOT_MARK)) throw outside(slots[seen]?.written, 'in a comment');
    if (comment || take(SPACE)) continue;
    if (next === SLOT_MARK) throw outside(slots[seen]?.written, 'outside of any string');
    if (dialect.quotes.includes(next)) {
      const string = take(STRINGS[next] as RegExp);
      if (!string) throw new TemplateError(`has a string that does not end, or a \\ before a slot, near ${near(source, tokens)}`);
      push('string', string[1] as string, next as Quote);
      continue;
    }
    if (/["'`]/.test(next)) throw new TemplateError(`has a ${next} outside of any string: ${dialect.name} has no such string`);
    const word = take(WORD);
    if (word) push('word', word[0]);
    else push('sign', take(dialect.sign)?.[0] ?? (masked[at++] as string));
  }
  return tokens;
}

function outside(written: string | undefined, where: string): TemplateError {
  return new TemplateError(`has ${written} ${where}: write it inside quotes`);
}

function near(source: string, tokens: readonly QueryToken[]): string {
  const last = tokens.findLast(({ kind, text }) => kind === 'word' && source.includes(text));
  return JSON.stringify(source.slice(last ? source.lastIndexOf(last.text) : 0).slice(0, 60));
}
