import { isMarkBefore } from './mark.ts';

/** A key, as it stands before `=` or `:`. */
export interface Key {
  readonly name: string;
  readonly from: number;
}

const LONGEST_NAME = 80;
const MOST_AROUND = 12;
/** What may stand between a name and its separator: blanks, quotes (escaped ones too) and the brackets of `env["TOKEN"]`. */
const AROUND = /[\s"'`\\\])]/;
const IN_NAME = /[\w.$-]/;
/** Half a name: the word before it belongs to it, as in `API key: …`. */
const HALF = /^(?:key|phrase|number|code|string|token)$/i;

/** The key that ends before a separator; null: none does. */
export function keyBefore(text: string, separator: number): Key | null {
  let to = separator;
  const least = Math.max(0, separator - MOST_AROUND);
  for (let moved = true; moved; ) {
    moved = false;
    while (to > least && AROUND.test(text[to - 1] as string) && text[to - 1] !== '\n') {
      if (isMarkBefore(text, to)) return null;
      to--;
      moved = true;
    }
    const written = writtenQuote(text, to);
    if (written > 0 && to - written >= least) {
      to -= written;
      moved = true;
    }
  }
  const from = wordStart(text, to);
  if (from === to) return null;
  const name = text.slice(from, to);
  if (!HALF.test(name) || text[from - 1] !== ' ') return { name, from };
  const earlier = wordStart(text, from - 1);
  return earlier === from - 1 ? { name, from } : { name: text.slice(earlier, to), from: earlier };
}

/** The length of a quote that is written out and ends here: `&quot;`, `%22`, `%5D`. */
function writtenQuote(text: string, to: number): number {
  const last = text[to - 1];
  if (last === ';') return text.endsWith('&quot;', to) ? 6 : text.endsWith('&#34;', to) || text.endsWith('&#39;', to) ? 5 : 0;
  if (text[to - 3] !== '%') return 0;
  return /^(?:22|27|5d)$/i.test(text.slice(to - 2, to)) ? 3 : 0;
}

function wordStart(text: string, to: number): number {
  let from = to;
  const least = Math.max(0, to - LONGEST_NAME);
  while (from > least && IN_NAME.test(text[from - 1] as string)) from--;
  // What a name begins with may be the end of an escape: `\npassword`, `%22password`, a colour's `[36mpassword`.
  if (text[from - 1] === '\\' && text[from - 2] !== '\\') return Math.min(from + 1, to);
  if (text[from - 1] === '%') return Math.min(from + 2, to);
  if (text[from - 1] === '[') return from + (/^\d{1,3}m/.exec(text.slice(from, from + 4))?.[0].length ?? 0);
  return from;
}
