import type { Encode } from '../../../template/template.ts';
import { TemplateError } from '../../../template/templateError.ts';
import { type QueryToken, SLOT_MARK } from './queryTokens.ts';

const REGEX_SIGNS = /[\\.+*?()|[\]{}^$-]/g;

/**
 * How a value becomes part of the string in which its slot stands, in a language whose strings are Go's. In a regex it stands for
 * itself too. A raw string has no escapes: what holds a backtick cannot be said in one.
 * @throws TemplateError where the text before a slot would make something else of it
 */
export function encodeInString({ quote, text }: QueryToken, written: string, isRegex: boolean): Encode {
  if (isRegex) refuseEscapes(text, quote === '`', written);
  return (value) => {
    if (!value.isWellFormed()) return null;
    const plain = isRegex ? value.replace(REGEX_SIGNS, '\\$&') : value;
    if (quote === '`') return plain.includes('`') ? null : plain;
    return plain.replace(quote === '"' ? /["\\]/g : /['\\]/g, '\\$&').replaceAll('\n', '\\n');
  };
}

/** `\{{ … }}` would be the class `\d` for a value that begins with d; `\Q` takes what follows as it is, up to a `\E`. */
function refuseEscapes(text: string, isRaw: boolean, written: string): void {
  const regex = isRaw ? text : text.replaceAll('\\\\', '\\');
  const before = regex.split(SLOT_MARK).slice(0, -1);
  if (before.some((part) => /(?:^|[^\\])(?:\\\\)*\\$/.test(part))) throw new TemplateError(`has a \\ right before ${written}`);
  if (/\\Q/.test(regex)) throw new TemplateError(`has \\Q in a regex with ${written}: leave it out, the value stands for itself`);
}
