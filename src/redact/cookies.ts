import { markAt } from './mark.ts';
import type { Stretch } from './stretch.ts';
import type { Value } from './valueAt.ts';

const PAIR =
  /\s{0,4}["']?([\w.$%!#&*^|~+-]{1,128})["']?(?:=|\s{0,2}:\s{0,2}(?=["']))\\{0,3}["']?([^;,\s"'\\\])}]{0,16384}(?: [^;,=:"'\\\r\n\])}]{1,100}(?=;))?)/y;
const NEXT = /\\{0,3}["']?\s{0,4}[;,]/y;
/** What a server says about its cookie. */
const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned|version|comment)$/i;
const FLAG = /\s{0,4}(?:secure|httponly|partitioned)(?=\s*(?:[;,]|$|["'\\\r\n\]]))/iy;
const STAND_IN = /^(?:\$\{.*\}|<.*>|\*+|[xX]{3,}|deleted|null|undefined|true|false|)$/;
const EXPIRES_DAY = /^\w{3,9}$/;

/** The values of the cookies of a header. Their names stay, and so do a server's attributes. */
export function cookieStretches(text: string, value: Value | null, isSet: boolean): readonly Stretch[] {
  if (value === null) return [];
  const found: Stretch[] = [];
  let at = value.from;
  for (;;) {
    FLAG.lastIndex = at;
    const flag = isSet ? FLAG.exec(text) : null;
    PAIR.lastIndex = at;
    const pair = flag ? null : PAIR.exec(text);
    if (!flag && !pair) break;
    if (pair) {
      const [whole, name = '', written = ''] = pair;
      const cookie = written.trimEnd();
      const from = at + whole.length - written.length;
      const mark = markAt(text, from);
      if (mark > 0) {
        at = from + mark;
      } else {
        if (!(isSet && ATTRIBUTE.test(name)) && !STAND_IN.test(cookie))
          found.push({ from, to: from + cookie.length, kind: 'cookie' });
        at = from + written.length;
        // `Expires=Wed, 21 Oct …` has a comma of its own.
        if (isSet && EXPIRES_DAY.test(cookie) && /^expires$/i.test(name))
          at += /^,[^;"'\\\r\n]{0,40}/.exec(text.slice(at, at + 42))?.[0].length ?? 0;
      }
    } else at = FLAG.lastIndex;
    NEXT.lastIndex = at;
    if (!NEXT.test(text)) break;
    at = NEXT.lastIndex;
  }
  return found.length === 0 ? lone(text, value) : found;
}

/** `cookie=4f1c…`: a value without a name. */
function lone(text: string, value: Value): readonly Stretch[] {
  const word = text.slice(value.from, value.to);
  const isSecret =
    word.length >= 16 && word.length <= 4_096 && /^[\w.%+/~-]+=*$/.test(word) && /[0-9]/.test(word) && /[A-Za-z]/.test(word);
  return isSecret && markAt(text, value.from) === 0 ? [{ from: value.from, to: value.to, kind: 'cookie' }] : [];
}
