import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { isPlainValue, QUOTED } from './plainValue.ts';
import { type SecretName, secretName } from './secretName.ts';
import { cutStretches, type Stretch } from './stretch.ts';

const INSERT =
  /\b(?:INSERT|REPLACE)\s{1,8}(?:IGNORE\s{1,8})?INTO\s{1,8}[\w.`"[\]\\]{1,128}\s{0,8}\(([^()]{1,4096})\)\s{0,8}VALUES\s{0,8}(?=\()/gi;
const LITERAL =
  /\s{0,8}(?:N?'((?:[^'\\\n]|''|\\[^\n]){0,4096})'|N?\\?"((?:[^"\\\n]|\\[^"\n]){0,4096})\\?"|((?:[^,()'"\n]|\([^()\n]{0,200}\)){0,4096}))\s{0,8}/y;

/** The values of an INSERT whose columns are named after secrets: key and value stand apart there. */
export const sqlInserts: Pass = {
  hints: ['into '],
  run(text, cut) {
    const found: Stretch[] = [];
    for (const match of text.matchAll(INSERT)) {
      const columns = (match[1] as string).split(',').map((column) => column.replace(/[\s`"[\]\\]/g, ''));
      const secrets = columns.map(secretName);
      if (secrets.some((secret) => secret !== null) && (found.at(-1)?.to ?? 0) <= match.index)
        found.push(...rows(text, match.index + match[0].length, columns, secrets));
    }
    return cutStretches(text, found, cut);
  },
};

function rows(text: string, start: number, columns: readonly string[], secrets: readonly (SecretName | null)[]): Stretch[] {
  const found: Stretch[] = [];
  let at = start + 1;
  let column = 0;
  for (;;) {
    LITERAL.lastIndex = at;
    const literal = LITERAL.exec(text);
    if (literal === null) break;
    const secret = secrets[column];
    const value = literal[1] ?? literal[2] ?? literal[3]?.trim() ?? '';
    const from = at + literal[0].indexOf(value);
    const isMark = markAt(text, from) === value.length;
    if (secret && value !== '' && !isMark && !isPlainValue(value, columns[column] as string, secret, QUOTED))
      found.push({ from, to: from + value.length, kind: secret.kind });
    at += literal[0].length;
    if (text[at] === ',') column++;
    else {
      const next = /^\)\s{0,8},\s{0,8}\(/.exec(text.slice(at, at + 24));
      if (!next) break;
      at += next[0].length - 1;
      column = 0;
    }
    at++;
  }
  return found;
}
