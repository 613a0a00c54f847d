import { authorizationStretches } from './authorization.ts';
import { cookieStretches } from './cookies.ts';
import { type Key, keyBefore } from './keyBefore.ts';
import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { isPlainValue, type ValueManner } from './plainValue.ts';
import { type SecretName, secretName } from './secretName.ts';
import { cutStretches, type Stretch } from './stretch.ts';
import { type Value, type ValueReading, valueAt } from './valueAt.ts';

const SEPARATOR = /[=:]|%3[DA]/gi;
/** What may follow the first sign of a separator: `=>`, `:=`, `==`. A `=~` compares with a pattern, and `::` is part of a name. */
const REST = /[=>]{0,2}/y;
const BEFORE_NO_SEPARATOR = /[!<>~:]/;
const AUTHORIZATION = /authorization$/i;
const COOKIE = /(?:^|[^a-z])(?:set-?)?cookies?2?$/i;
/** `{"name": "DB_PASSWORD", "value": "…"}`: the key is what the pair is called. */
const PAIR_NAME = /^(?:name|key|header|var|variable|field|property|param|env)$/i;
const PAIR_VALUE = /^(?:value|val|content|defaultvalue|stringvalue)$/i;
const LINE_START = /(?:^|\n)[ \t]*(?:- )?(?:export )?["']?$/;
const NOTHING_MORE = /[ \t]*(?:$|[,;|\n)\]}"'])/y;
/** Their readers look for the end themselves. */
const HEADER_REACH = 1_024;
const PAIRED = /\s{0,8}\\{0,7}["']?([\w.-]{2,80})(?![\w.-])/y;
const PAIR_REACH = 200;
/** Terraform shows what was and what will be. */
const BECOMES = /"?\s{0,4}(?:->|=>)\s{0,4}(?=")/y;
const NEXT_LISTED = /\s{0,8},\s{0,8}(?=\\{0,7}["'])/y;

interface Named {
  readonly secret: SecretName;
  readonly at: number;
}

/**
 * The values of keys that name secrets, in whatever is written with `=` or `:`: JSON (also inside JSON, cut off, or encoded for a URL),
 * YAML, logfmt, environments, headers, query parameters, connection strings, and what languages print of their objects.
 */
export const keyedValues: Pass = {
  hints: (
    'pass pwd psw psk _code pw= pw: pw" pin= pin: pin" otp= otp: otp" totp cvv cvc mnemonic phrase token jwt bearer secret cred auth key ' +
    'jsessi phpsess aspsess sessid cookie signature sig= sig: sig" hmac'
  )
    .split(' ')
    .concat("pw'", "pin'", "otp'", "sig'", 'pw ', 'n code', 'y code', 'e code', 'h code', 'pin ', 'otp ', 'sig '),
  run(text, cut) {
    const found: Stretch[] = [];
    let pair: Named | null = null;
    SEPARATOR.lastIndex = 0;
    for (let match = SEPARATOR.exec(text); match; match = SEPARATOR.exec(text)) {
      const at = match.index;
      const behind = separatorEnd(text, at, match[0]);
      if (behind === null) continue;
      const key = keyBefore(text, at);
      if (key === null || isInChain(text, key, at, behind)) continue;
      if (PAIR_NAME.test(key.name.slice(key.name.lastIndexOf(' ') + 1))) pair = pairNamed(text, at, behind) ?? pair;
      const secret = PAIR_VALUE.test(key.name) && pair && at - pair.at < PAIR_REACH ? pair.secret : null;
      const stretches = stretchesOf(text, key, at, behind, secret);
      found.push(...stretches);
      const last = stretches.at(-1);
      if (last) SEPARATOR.lastIndex = last.to;
    }
    return cutStretches(text, found, cut);
  },
};

function separatorEnd(text: string, at: number, sign: string): number | null {
  if (BEFORE_NO_SEPARATOR.test(text[at - 1] ?? '') || text[at + 1] === '~') return null;
  if (sign === ':' && (text[at + 1] === ':' || text.startsWith('//', at + 1) || text.startsWith('\\/\\/', at + 1))) return null;
  if (sign.length > 1) return at + sign.length;
  REST.lastIndex = at + 1;
  return at + 1 + (REST.exec(text)?.[0].length ?? 0);
}

/** `arn:…:secret:prod/db`, `cache:token:42`: a name in parts. */
function isInChain(text: string, { from }: Key, at: number, behind: number): boolean {
  if (text[at] !== ':' || /[\s"'`\\[({&]/.test(text[behind] ?? ' ')) return false;
  return text[from - 1] === ':' || /^[\w./-]{0,64}:/.test(text.slice(behind, behind + 66));
}

function pairNamed(text: string, at: number, behind: number): Named | null {
  PAIRED.lastIndex = behind;
  const secret = secretName(PAIRED.exec(text)?.[1] ?? '');
  return secret && { secret, at };
}

function mannerOfKey(text: string, at: number, behind: number): ValueReading {
  return { isProse: text[at] === ':' && /[ \t]/.test(text[behind] ?? ''), isKeyQuoted: /["'`;]/.test(text[at - 1] ?? '') };
}

function stretchesOf(text: string, key: Key, at: number, behind: number, pair: SecretName | null): readonly Stretch[] {
  const manner = mannerOfKey(text, at, behind);
  if (AUTHORIZATION.test(key.name)) return authorizationStretches(text, valueAt(text, behind, { ...manner, most: HEADER_REACH }));
  if (COOKIE.test(key.name))
    return cookieStretches(
      text,
      valueAt(text, behind, { ...manner, most: HEADER_REACH }) ?? insideObject(text, behind),
      /set-?cookie/i.test(key.name),
    );
  const secret = pair ?? secretName(key.name);
  if (secret === null) return [];
  const first = valueAt(text, behind, manner);
  if (
    first === null ||
    (!first.isQuoted && text.startsWith('== ', at)) ||
    (key.name.includes(' ') && secret.certainty === 'weak')
  )
    return [];
  if (manner.isProse && isNextKey(text, first)) return [];
  const whole =
    manner.isProse &&
    !first.isQuoted &&
    /\s/.test(text[first.from - 1] ?? '') &&
    LINE_START.test(text.slice(Math.max(0, key.from - 40), key.from))
      ? toLineEnd(text, first)
      : null;
  return secretsFrom(text, whole ?? first, key.name, secret, { isProse: manner.isProse, isWholeLine: whole !== null });
}

/** `cookies={'sid': '…'}`. */
function insideObject(text: string, behind: number): Value | null {
  const opening = /^\s{0,8}\{/.exec(text.slice(behind, behind + 9));
  if (!opening) return null;
  const from = behind + opening[0].length;
  return { from, to: from, after: from, isQuoted: false, isListed: false };
}

/** A value, and those that hang on it: the rest of a list, what Terraform makes of it. */
function secretsFrom(
  text: string,
  first: Value,
  name: string,
  secret: SecretName,
  shown: { isProse: boolean; isWholeLine: boolean },
): Stretch[] {
  const found: Stretch[] = [];
  let value: Value | null = first;
  while (value) {
    const manner: ValueManner = {
      ...shown,
      isQuoted: value.isQuoted,
      isLast: isLast(text, value.to),
      isInCall: /[,)]/.test(text[value.to] ?? ''),
    };
    const isMark = markAt(text, value.from) === value.to - value.from;
    if (value.to > value.from && !isMark && !isPlainValue(text.slice(value.from, value.to), name, secret, manner))
      found.push({ from: value.from, to: value.to, kind: secret.kind });
    const onward: RegExp = value.isListed ? NEXT_LISTED : BECOMES;
    onward.lastIndex = value.isListed ? value.after : value.to;
    const gap: RegExpExecArray | null = value.isQuoted ? onward.exec(text) : null;
    const next: Value | null = gap ? valueAt(text, onward.lastIndex, { isProse: false, isKeyQuoted: true }) : null;
    value = next && { ...next, isListed: value.isListed };
  }
  return found;
}

/** `Password: Token: x`: there was nothing behind the first. */
function isNextKey(text: string, { from, to, isQuoted }: Value): boolean {
  return !isQuoted && to - from <= 80 && text[to - 1] === ':' && secretName(text.slice(from, to - 1)) !== null;
}

function isLast(text: string, at: number): boolean {
  NOTHING_MORE.lastIndex = at;
  return NOTHING_MORE.test(text);
}

/** In YAML a value goes to the end of its line, or to a comment; null: the line is no YAML. */
function toLineEnd(text: string, value: Value): Value | null {
  const end = text.indexOf('\n', value.from);
  const line = text.slice(value.from, end < 0 ? text.length : end);
  const comment = line.search(/\s#/);
  const kept = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  // More words than a phrase has are a sentence; so is what goes on with keys of its own.
  if (kept.split(/\s+/).length > 6 || /\s[\w.-]+[=:]/.test(kept)) return null;
  return { ...value, to: Math.max(value.to, value.from + kept.length), after: value.from + kept.length };
}
