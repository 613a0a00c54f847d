/** A source cut in two: what runs, and what its template texts say. */
export interface CodeAndTexts {
  /** Without comments, and with strings and template texts emptied; expressions in templates are kept. */
  readonly code: string;
  /** The template texts, their expressions left out. */
  readonly texts: readonly string[];
}

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/y;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const REGEX = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** After these a slash begins a regex; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[+\n]|\b(?:return|of|case|typeof))\s*$/;

/** Not a parser: enough of one to tell code from what only looks like it. */
export function codeAndTexts(source: string): CodeAndTexts {
  const texts: string[] = [];
  let code = '';
  let at = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  /** Reads code up to the end, or to the brace that closes a template's expression. */
  const readCode = (inTemplate: boolean): void => {
    for (let depth = 0; at < source.length; ) {
      if (take(COMMENT)) code += ' ';
      else if (take(STRING)) code += "''";
      else if (source[at] === '`') readTemplate();
      else if (source[at] === '/' && BEFORE_REGEX.test(code.slice(-20)) && take(REGEX)) code += '/ /';
      else {
        if (source[at] === '{') depth += 1;
        if (source[at] === '}' && depth-- === 0 && inTemplate) return;
        code += source[at++];
      }
    }
  };
  const readTemplate = (): void => {
    let text = '';
    code += '`';
    for (at += 1; at < source.length && source[at] !== '`'; at += 1) {
      if (source[at] === '\\') text += source[at++];
      else if (source.startsWith('${', at)) {
        at += 2;
        code += '${';
        readCode(true);
        code += '}';
        continue;
      }
      text += source[at];
    }
    at += 1;
    code += '`';
    texts.push(text);
  };

  readCode(false);
  return { code, texts };
}
