import { markAt } from './mark.ts';

const BLANK = /\s/;
/** Behind a comma, an ampersand or a semicolon: the next key. Elsewhere they belong to the value. */
const NEXT_KEY = /(?:amp;)?["'\s]{0,3}[\w.%$[\]-]{1,64}["']?\s?[=:]/y;
const END_OR_QUOTE = /\s|$|["'`\\]/y;
/** Behind an escaped line end: another line, or the end. */
const NEXT_LINE = /(?:\\[nrt])+(?:$|["'\s\\}<]|[\w.-]{1,64}["']?\s?[=:]|-----|at )/y;
const ESCAPED_QUOTE = /\\{1,7}["'`]/y;
const ENTITY = /&(?:quot|#34|#39|apos|lt|gt);/y;
const ENCODED_END = /%(?:26|22|27|2c|7d|0a)/iy;
const TAG = /<(?:[/!?]|br|p>)/y;
const BEHIND_CLOSER = /[\s,;:)\]}>"'`\\|.]|$/y;
const BEHIND_QUOTE = /[\s,;)\]}>|:]|$/y;
const OPENER_OF: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

/**
 * Where a value ends that has no quotes. Passwords may hold nearly everything, so that what separates elsewhere ends it only where
 * something follows that shows it: the next key, or an end. Looks no farther than `most` characters.
 */
export function unquotedEnd(text: string, from: number, isProse: boolean, most = text.length): number {
  const begin = from + markAt(text, from);
  const reading: Reading = { text, from, begin, isProse, isEncoded: /%3[da]$/i.test(text.slice(Math.max(0, from - 3), from)) };
  let at = begin;
  const last = Math.min(text.length, begin + most);
  while (at < last) {
    const sign = text[at] as string;
    if (BLANK.test(sign)) break;
    if (!/[\w/+=-]/.test(sign) && isEnd(reading, at, sign)) break;
    at++;
  }
  return at;
}

interface Reading {
  readonly text: string;
  readonly from: number;
  /** Behind a mark, whose own bracket opens nothing. */
  readonly begin: number;
  readonly isProse: boolean;
  readonly isEncoded: boolean;
}

function isEnd({ text, from, begin, isProse, isEncoded }: Reading, at: number, sign: string): boolean {
  switch (sign) {
    case '"':
      return true;
    case "'":
    case '`':
      return follows(BEHIND_QUOTE, text, at + 1);
    case '\\':
      return follows(ESCAPED_QUOTE, text, at) || follows(NEXT_LINE, text, at);
    case '&':
      return follows(NEXT_KEY, text, at + 1) || follows(END_OR_QUOTE, text, at + 1) || follows(ENTITY, text, at);
    case ',':
    case ';':
    case '|':
      return follows(NEXT_KEY, text, at + 1) || follows(END_OR_QUOTE, text, at + 1);
    case '%':
      return isEncoded && follows(ENCODED_END, text, at);
    case '<':
      return at > from && follows(TAG, text, at);
    case ')':
    case ']':
    case '}':
    case '>':
      return isUnopened(text, begin, at, sign) && follows(BEHIND_CLOSER, text, at + 1);
    default:
      return isProse && sign === '.' && follows(END_OR_QUOTE, text, at + 1);
  }
}

const FAR = 256;

function isUnopened(text: string, from: number, at: number, closer: string): boolean {
  return !text.slice(Math.max(from, at - FAR), at).includes(OPENER_OF[closer] as string);
}

function follows(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
