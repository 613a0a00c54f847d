import { markAt } from './mark.ts';
import { unquotedEnd } from './unquotedEnd.ts';

/** A value as it stands behind a key. */
export interface Value {
  /** Inside the quotes, where there are any. */
  readonly from: number;
  readonly to: number;
  /** Behind the quotes. */
  readonly after: number;
  readonly isQuoted: boolean;
  /** It is the first of a list. */
  readonly isListed: boolean;
}

export interface ValueReading {
  /** After a colon and a blank: a full stop ends the value. */
  readonly isProse: boolean;
  /** The key has quotes, so that a quote behind the separator cannot be the end of something else. */
  readonly isKeyQuoted: boolean;
  /** How far an unquoted value is followed, in characters; without it, to its end. */
  readonly most?: number;
}

/** What a value may be wrapped in: `["x"]`, Go's `[]string{"x"}`, Rust's `Some("x")`, Python's `b'x'`, a terminal's colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape begins a colour
const COLOUR = /(?:\u001b|\\u001b|\\x1b|\\e|\\033)\[[0-9;]{0,12}m/y;
const WRAPPING =
  /\[\](?:string|byte|interface \{\})?[{(]|(?:Some|Optional|Just|Secret|SecretStr|SecureString|SecretString|String|Sensitive|PASSWORD|[Pp]assword|md5|sha\d{1,3}|encrypt|encode|bytes)[([]|[([]|&(?=["'\w])|[bruf]{1,2}(?=["'])/y;
const QUOTE = /(\\{0,7})(["'`])|&quot;|&#34;|&#39;|&apos;|%22|%27/y;
/** A value does not begin like that: the quote before it ended what the key stands in. */
const CLOSING = /\s*$|\s+[\w.-]{1,64}[=:]|[,;)\]}>]{1,8}(?:\s|$|["'\\])|\s+[-|([]/my;
const LIST_END = /[^\n"'[\]{}]{0,4096}(?=[\]}])/y;
const MASKING_BRACKET =
  /(?:\[(?:redacted|filtered|hidden|masked|secret|removed|scrubbed|protected|omitted)[A-Za-z :_-]{0,40}\]|\((?:sensitive|known|redacted|hidden|none|null|empty|not set|unset)[A-Za-z :_-]{0,60}\)|\[\*+\]|<[a-z][^<>\n]{0,200}>)(?=[\s,;"')\]}&]|$)/iy;

/** The value that begins at a place, blanks and wrappings skipped; null: there is none, or an object whose keys speak for themselves. */
export function valueAt(text: string, at: number, { isProse, isKeyQuoted, most }: ValueReading): Value | null {
  let from = skipBlanks(text, at);
  let isListed = false;
  for (let wrapped = 0; wrapped < 4; wrapped++) {
    if (markAt(text, from) > 0 || matchAt(MASKING_BRACKET, text, from) > 0) break;
    const colour = matchAt(COLOUR, text, from);
    const wrapping = colour === 0 ? matchAt(WRAPPING, text, from) : 0;
    if (colour + wrapping === 0) break;
    isListed ||= /[[{]/.test(text.slice(from, from + wrapping));
    from = skipBlanks(text, from + colour + wrapping);
  }
  const masked = matchAt(MASKING_BRACKET, text, from);
  if (markAt(text, from) === 0 && masked > 0)
    return { from, to: from + masked, after: from + masked, isQuoted: false, isListed: false };
  QUOTE.lastIndex = from;
  const quote = QUOTE.exec(text);
  if (quote) return quotedValue(text, from + quote[0].length, quote, { isKeyQuoted, isListed });
  const to = isListed ? listEnd(text, from, most) : unquotedEnd(text, from, isProse, most);
  return to === from || text[from] === '{' ? objectOrSlot(text, from, to) : { from, to, after: to, isQuoted: false, isListed };
}

/** `{{ .Values.password }}` is a slot, `{"user": …}` an object. */
function objectOrSlot(text: string, from: number, to: number): Value | null {
  const isSecret =
    to > from &&
    !/^\{["'\\\s{]/.test(text.slice(from, from + 2)) &&
    !/^\{[\w.-]{0,80}["'\\]{0,3}\s?[:=]/.test(text.slice(from, from + 90));
  return isSecret ? { from, to, after: to, isQuoted: false, isListed: false } : null;
}

function quotedValue(
  text: string,
  from: number,
  [written, slashed = '', sign]: RegExpExecArray,
  { isKeyQuoted, isListed }: { isKeyQuoted: boolean; isListed: boolean },
): Value | null {
  CLOSING.lastIndex = from;
  if (!isKeyQuoted && CLOSING.test(text)) return null;
  const quote = sign ?? written;
  const escapes = slashed.length;
  const lineEnd = endOfLine(text, from);
  for (let at = text.indexOf(quote, from); at >= 0 && at < lineEnd; at = text.indexOf(quote, at + quote.length)) {
    const slashes = quote.length > 1 ? 0 : backslashesBefore(text, at, from);
    if (slashes === escapes || (escapes === 0 && slashes % 2 === 0))
      return {
        from,
        to: at - (quote.length > 1 ? 0 : Math.min(slashes, escapes)),
        after: at + quote.length,
        isQuoted: true,
        isListed,
      };
    // Fewer than it was opened with: what it stands in ends here.
    if (slashes < escapes) return { from, to: at - slashes, after: at - slashes, isQuoted: true, isListed };
  }
  return { from, to: lineEnd, after: lineEnd, isQuoted: true, isListed };
}

function backslashesBefore(text: string, at: number, least: number): number {
  let from = at;
  while (from > least && text.charCodeAt(from - 1) === 0x5c) from--;
  return at - from;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The bracket that ends a list without quotes; where there is none, the end of its first word. */
function listEnd(text: string, from: number, most: number | undefined): number {
  LIST_END.lastIndex = from + markAt(text, from);
  const listed = LIST_END.exec(text);
  return listed ? LIST_END.lastIndex : unquotedEnd(text, from, false, most);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < from + 40 && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
