import { looksRandom } from './looksRandom.ts';
import { type Cut, type Kind, markAt } from './mark.ts';
import type { Pass } from './pass.ts';

/** A way of giving a secret with words instead of signs. The first group stays, the second is the secret. */
interface Phrase {
  readonly pattern: RegExp;
  readonly kind: Kind;
  readonly isSecret?: (value: string) => boolean;
}

const isMixed = (value: string): boolean =>
  value.length >= 6 && /[0-9]/.test(value) && /[A-Za-z]/.test(value) && !/^\d+[a-z]{1,5}[.,]?$/i.test(value);
const isSomething = (value: string): boolean =>
  !/^(?:\*+|[xX]{3,}|\$\{?\w+\}?|\?|%s|:\w+|<[^>]*>|null|yes|no|true|false|is|for|of|must)$/i.test(value);
const isMachineMade = (value: string): boolean =>
  value.length >= 20 &&
  looksRandom(value) &&
  /[A-Z]/.test(value) &&
  /[a-z]/.test(value) &&
  (value.match(/\d/g) ?? []).length >= 2;

/** More than a word with a number in it. */
const isOdd = (value: string): boolean =>
  /[a-z]/i.test(value) &&
  /\d/.test(value) &&
  (/[!@#$%^&*+~]/.test(value) || (/[a-z]\d*[A-Z]|\d[A-Z]/.test(value) && /[a-z]/.test(value)));

const PHRASES: readonly Phrase[] = [
  // SQL
  {
    pattern:
      /(\bIDENTIFIED\s{1,4}(?:WITH\s{1,4}\S{1,64}\s{1,4})?(?:BY|AS)\s{1,4}(?:PASSWORD\s{1,4})?(\\{0,3}["']))((?:(?!\2)[^\n]){1,512}?)(?=\2)/gi,
    kind: 'password',
  },
  { pattern: /(\bIDENTIFIED\s{1,4}BY\s{1,4})()([^\s"'\\;,)]{1,128})/gi, kind: 'password' },
  {
    pattern: /(\bPASSWORD\s{1,4}(\\{0,3}'))((?:(?!\2)[^\n]){1,512}?)(?=\2)/gi,
    kind: 'password',
    isSecret: (value) => !/\s/.test(value),
  },
  { pattern: /(\bpassword\s{1,4}(\\{0,3}"))([^"\\\s]{1,512})(?=\2)/gi, kind: 'password' },
  { pattern: /(\b(?:OLD_)?PASSWORD\(\s{0,4}(\\{0,3}["']))((?:(?!\2)[^\n]){1,512}?)(?=\2)/gi, kind: 'password' },
  { pattern: /(\bSET\s{1,4}PASSWORD\b[^=\n]{0,200}=\s{0,4}(\\{0,3}["']))((?:(?!\2)[^\n]){1,512}?)(?=\2)/gi, kind: 'password' },
  // .netrc, FTP and POP3, Redis, SMTP
  { pattern: /(\blogin\s{1,8}\S{1,200}\s{1,8}password\s{1,8})()(\S{1,512})/gi, kind: 'password', isSecret: isMixed },
  {
    pattern: /(\bmachine\s{1,8}\S{1,200}\s{1,8}(?:login\s{1,8}\S{1,200}\s{1,8})?password\s{1,8})()(\S{1,512})/gi,
    kind: 'password',
  },
  {
    pattern: /((?:^|[>"'\]:]\s{0,3})PASS\s{1,4})()([^\s"']{1,256})(?=["']?\s*$)/gm,
    kind: 'password',
    isSecret: (value) => !/^Test|[/.]/.test(value),
  },
  { pattern: /(\b(?:requirepass|masterauth|primaryauth)["']?\s{1,4}["']?)()([^\s"']{1,512})/gi, kind: 'password' },
  {
    pattern:
      /((?:^|["'\]]\s{0,3})AUTH["']?\s{1,4}["']?)()((?!PLAIN|LOGIN|CRAM|XOAUTH|NTLM|GSSAPI|SCRAM|EXTERNAL)[^\s"']{6,512})(?=["']?\s*(?:["']|$))/gm,
    kind: 'password',
    isSecret: isMixed,
  },
  { pattern: /(\bAUTH\s{1,4}(?:PLAIN|LOGIN|XOAUTH2)\s{1,4})()([A-Za-z0-9+/]{8,}={0,2})/gi, kind: 'credentials' },
  // .pgpass: a whole line
  { pattern: /(^[\w.*-]{1,128}:(?:54\d\d|64\d\d|\*):[\w*-]{1,64}:[\w.*@-]{1,64}:)()([^\s:][^\s]{0,256})$/gm, kind: 'password' },
  // prose
  {
    pattern:
      /(\b(?:password|passphrase|passwd|passcode|PIN|secret|token|(?:api|access|secret)[ _-]?key)\s{1,2}(?:for\s{1,2}\S{1,64}\s{1,2}|of\s{1,2}\S{1,64}\s{1,2})?(?:is|was|set to|changed to|reset to|->|=>|to):?\s{1,2}(["'`]?))([^\s"'`]{4,512}?)(?=\2(?:[.,;!)]?(?:\s|$)))/gi,
    kind: 'password',
    isSecret: isMixed,
  },
  {
    pattern:
      /(\b(?:password|token|secret|api[ _-]?key|access[ _-]?key|secret[ _-]?key|bearer|credential|jwt)s?[ \t]{1,8}(["'`(<[]?))([\w+/=.~-]{20,512})(?=["'`)>\],;]?(?:\s|$))/gi,
    kind: 'token',
    isSecret: isMachineMade,
  },
  {
    pattern: /(\b(?:password|passwd|passphrase|pwd)[ \t]{1,4})()([^\s"'`=:,;()[\]<>]{6,128})(?=[ \t.]|$)/gim,
    kind: 'password',
    isSecret: isOdd,
  },
  {
    pattern: /(\b(?:token|api[ _-]?key)[ \t]{1,4}(["'`]))([\w.-]{16,512})(?=\2)/gi,
    kind: 'token',
    isSecret: (value) => looksRandom(value) && /(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{10}/i.test(value),
  },
  {
    pattern:
      /(\b(?:OTP|PIN|passcode|(?:verification|security|one-time) (?:code|password))\s{1,2}(?:is|was):?\s{1,2}(["'`]?))(\d{4,8})(?!\w)/gi,
    kind: 'password',
  },
  { pattern: /(\bcv[vc]2?[ \t]{1,4})()(\d{3,4})(?!\w)/gi, kind: 'password' },
  {
    pattern: /(\bauth\s{0,2}=\s{0,2}\(\s{0,2}["']?[\w.@+-]{1,64}["']?\s{0,2},\s{0,2}(["']?))([^\s"'()]{1,256})(?=\2\s{0,2}\))/g,
    kind: 'password',
    isSecret: (value) => !/^(?:self\.|password$|pwd$|passwd$|None$)/i.test(value),
  },
  {
    pattern:
      /(\b(?:aws_)?(?:secret_access_key|access_token|api_key|auth_token|client_secret|session_token)["']?[ \t]{1,8}(["']?))([\w/+=.~-]{16,1024})(?=\2(?:\s|$|[,;)]))/gi,
    kind: 'key',
    isSecret: looksRandom,
  },
  // a credential that nothing but its scheme announces
  {
    pattern: /(\bBearer(?:\s{1,3}|%20|\+)(["'`]?))([\w.~+/%-]{8,16384}={0,2})/gi,
    kind: 'token',
    isSecret: (value) => isMixed(value) && !/^(?:[a-z]+[-_]){2,}[a-z]+$/.test(value),
  },
  {
    pattern: /(\bBasic(?:\s{1,3}|%20)(["'`]?))([A-Za-z0-9+/]{8,16384}={0,2})/gi,
    kind: 'credentials',
    isSecret: holdsUserAndPassword,
  },
];

/** Secrets that words announce: SQL, `.netrc`, `.pgpass`, protocols, `Bearer …`. */
export const phrases: Pass = {
  hints: [
    'identified',
    'pass',
    'requirepass',
    'auth',
    ':54',
    ':64',
    ':*:',
    'pin ',
    'secret',
    'token',
    'key ',
    'key\t',
    'key(',
    'credential',
    'jwt',
    'bearer',
    'basic',
    'otp ',
    'code ',
    'cvv ',
    'cvc ',
    'api_key',
    'auth=',
  ],
  run: (text, cut) => PHRASES.reduce((rest, phrase) => cutPhrase(rest, phrase, cut), text),
};

function cutPhrase(text: string, { pattern, kind, isSecret }: Phrase, cut: Cut): string {
  return text.replace(pattern, (whole, kept: string, _quote: string, value: string) =>
    markAt(whole, kept.length) > 0 || value === '[redacted:' || !isSomething(value) || (isSecret && !isSecret(value))
      ? whole
      : `${kept}${cut(kind)}${whole.slice(kept.length + value.length)}`,
  );
}

function holdsUserAndPassword(value: string): boolean {
  try {
    return /^[\x20-\x7e]{1,256}:[\x20-\x7e]*/.test(atob(value));
  } catch {
    return false;
  }
}
