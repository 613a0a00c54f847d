import { looksRandom } from './looksRandom.ts';
import { markAt } from './mark.ts';
import type { Stretch } from './stretch.ts';
import { unquotedEnd } from './unquotedEnd.ts';
import type { Value } from './valueAt.ts';

/** Schemes whose credentials are one word. */
const ONE_WORD =
  /^(?:bearer|basic|token|apikey|api-key|key|negotiate|ntlm|kerberos|hoba|dpop|genieKey|splunk|sso-key|ssws|jwt|mac|bot|oauth)\s+(?![\w-]+=)/i;
/** Schemes whose credentials are a list up to the end of the header. */
const LISTED =
  /^(?:digest|aws4-hmac-sha256|aws4-ecdsa-p256-sha256|aws|oauth|hawk|signature|sharedkey|sharedkeylite|mac|scram-[\w-]+|apikey|bearer|token|hmac[\w-]*|gnap|mutual|snowflake)\s*(?=\S)/i;
const WORD = /^[A-Za-z][A-Za-z-]*\s+/;
const STAND_IN =
  /^(?:\$\{?\w|<|\{|%[sv]|\*{2,}|[xX]{3,}|\.{3}|\[(?!redacted: )[A-Za-z*]|null\b|undefined\b|none\b|REDACTED|redacted)/;
const LETTERS = /^[A-Za-z]+[.,;:!?]?$/;
/** A line is not longer. */
const REACH = 16_384;
const LIST = /(?:="[^"\n]{0,2048}"|=\\"[^"\n]{0,2048}\\"|[^"'\r\n\\]|\\(?![rn"])){0,16384}/y;
/** Its bracket is no end of a header. */
const MARK = /\[redacted: [A-Za-z -]{3,20}\]/g;

/** What an Authorization header says beside its scheme. A scheme alone, a slot or a mask stays as it is. */
export function authorizationStretches(text: string, value: Value | null): readonly Stretch[] {
  if (value === null) return [];
  const lineEnd = value.isQuoted ? value.to : headerEnd(text, value.from);
  const line = text.slice(value.from, Math.min(lineEnd, value.from + REACH));
  const listed = LISTED.exec(line);
  const one = ONE_WORD.exec(line);
  if (one) return oneWord(text, value.from + one[0].length, lineEnd, value.isQuoted);
  if (listed && /[=:]/.test(line))
    return whole(text, value.from + listed[0].length, value.isQuoted ? lineEnd : listEnd(text, value.from + listed[0].length));
  const scheme = WORD.exec(line);
  if (scheme) {
    const word = /^\S*/.exec(line.slice(scheme[0].length))?.[0] ?? '';
    return looksRandom(word) ? oneWord(text, value.from + scheme[0].length, lineEnd, value.isQuoted) : [];
  }
  return oneWord(text, value.from, lineEnd, value.isQuoted);
}

function oneWord(text: string, from: number, end: number, isQuoted: boolean): readonly Stretch[] {
  const to = isQuoted ? end : Math.min(end, unquotedEnd(text, from, false));
  const word = text.slice(from, Math.min(to, from + REACH));
  if (word === '' || markAt(text, from) === to - from || STAND_IN.test(word) || (LETTERS.test(word) && word.length < 16))
    return [];
  return [{ from, to, kind: 'credentials' }];
}

function whole(text: string, from: number, to: number): readonly Stretch[] {
  if (from >= to || markAt(text, from) === to - from || STAND_IN.test(text.slice(from, from + 12))) return [];
  return [{ from, to, kind: 'credentials' }];
}

/** The quotes of a list come in pairs behind `=`; one that does not ends what the header stands in. */
function listEnd(text: string, from: number): number {
  LIST.lastIndex = from;
  const mark = markAt(text, from);
  return from + (mark > 0 ? mark : (LIST.exec(text)?.[0].length ?? 0));
}

/** A header that nothing quotes ends with its line, or where the dump of headers goes on. */
function headerEnd(text: string, from: number): number {
  const rest = text.slice(from, from + REACH).replace(MARK, (mark) => '-'.repeat(mark.length));
  const end = rest.search(/[\r\n]|\\r|\\n|\\"|["'](?=\s|$|[,)\]}])|\](?=\s*[[\n]|$)|$/);
  return from + (end < 0 ? rest.length : end);
}
