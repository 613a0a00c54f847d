import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { isPlainValue, QUOTED } from './plainValue.ts';
import { secretName } from './secretName.ts';

/** `("password", "x")`, `['token', 'x']`: two texts in brackets of their own. */
const PAIR =
  /([([]\s{0,4}[bu]?(\\{0,7}["'])([\w.-]{2,80})\2\s{0,4},\s{0,4}[bu]?(\\{0,7}["']))((?:(?!\4)[^\n]){1,4096})(?=\4\s{0,4}[)\]])/g;

/** Keys and values with a comma between them, as lists of headers are printed. Of a list of names none is the value of another. */
export const quotedPairs: Pass = {
  hints: ['pass', 'pwd', 'token', 'secret', 'key', 'cred', 'auth'],
  run: (text, cut) =>
    text.replace(PAIR, (whole, kept: string, _quote: string, name: string, _other: string, value: string) => {
      const secret = secretName(name);
      const isNone =
        secret === null ||
        markAt(value, 0) === value.length ||
        secretName(value) !== null ||
        isPlainValue(value, name, secret, QUOTED);
      return isNone ? whole : kept + cut(secret.kind);
    }),
};
