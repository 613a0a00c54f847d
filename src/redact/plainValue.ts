import { looksRandom } from './looksRandom.ts';
import type { SecretName } from './secretName.ts';

/** How a value is written down. */
export interface ValueManner {
  readonly isQuoted: boolean;
  /** After a colon and a space, as in prose: more words may follow. */
  readonly isProse: boolean;
  /** The key begins its line and the value ends it, as in YAML. */
  readonly isWholeLine: boolean;
  /** Nothing but an end or a comma follows. */
  readonly isLast: boolean;
  /** What comes right behind it is a comma or a bracket: it may be code. */
  readonly isInCall: boolean;
}

/** Quotes around it, and nothing else. */
export const QUOTED: ValueManner = { isQuoted: true, isProse: false, isWholeLine: false, isLast: true, isInCall: false };

/** Whoever says one of these speaks about the secret. */
const STATUS = new Set(
  (
    'null nil none undefined true false yes no on off n/a na unset empty missing invalid expired required present absent set ok valid ' +
    'denied failed failure failing disabled enabled optional unknown redacted masked hidden filtered sensitive omitted removed scrubbed ' +
    'obscured revoked malformed mismatch mismatched unauthorized forbidden incorrect wrong bad rejected refused rotated renewed refreshed ' +
    'stale unavailable unsupported unchanged changed created sent updated deleted ignored skipped supplied provided given found not include ' +
    'omit same-origin fetch bearer basic digest negotiate ntlm ldap saml oauth oauth2 oidc kerberos plain login anonymous internal ' +
    'external string str bool boolean int integer number float bytes object array any text varchar buffer option eof nan opaque'
  ).split(' '),
);
/** Somebody was there before: a mask, a template's slot, a reference. Each takes the whole value. */
const STAND_INS = [
  /^[*xX.•#_~-]{3,}$/,
  /^\*+[\w ]{0,40}\*+$/,
  /^\$(?:[A-Z][A-Z0-9_]{0,100}|[a-z_]{1,100}|\d)$/,
  /^\$?\$?\{[^{}]{0,200}\}$/,
  /^\$\([^()]{0,200}\)$/,
  /^\{\{[^{}]{0,200}\}\}$/,
  /^\$\{\{[^{}]{0,200}\}\}$/,
  /^<[^<>]{0,200}>$/,
  /^%(?:[sdvqrx]|\(\w{1,60}\)[sdr]|[A-Za-z_]\w{0,60}%|\{\w{1,60}\})$/,
  /^\{\w{0,60}\}$/,
  /^\[(?:redacted|filtered|hidden|masked|secret|removed|scrubbed|protected|omitted)[A-Za-z :_-]{0,40}\]$/i,
  /^\((?:sensitive|known|redacted|hidden|none|null|empty|not set|unset)[^()]{0,40}\)$/i,
  /^:\w{1,40}$/,
  /^\?$/,
  /^!(?:vault|Ref|Sub|secret|env_var|ImportValue|GetAtt)\b/,
  /^(?:arn:[\w-]+|vault:|secretsmanager:|ssm:|env:|file:|op:\/\/|ref\+|sm:\/\/|gcpsm:)/,
  /^(?:REDACTED|FILTERED|HIDDEN|MASKED)$/i,
];
/** A way to something. The folder or the ending shows it: random letters may have slashes too. */
const PATHS = [
  /^(?:file:\/\/)?(?:~|\.{1,2})?\/(?:etc|var|run|home|opt|usr|tmp|root|mnt|srv|app|secrets?|vault|data|config|certs?|keys?|dev|proc|sys|Users|Library|private|workspace|host)(?:\/[\w.@-]+)*\/?$/,
  /^[\w./\\:~@-]{0,200}\.(?:pem|key|json|txt|ya?ml|crt|cer|conf|cfg|ini|env|pub|p12|pfx|jks|properties|toml|go|py|java|rb|js|ts|log|sock)(?::\d+)*$/,
  /^[A-Za-z]:\\[\w\\. -]+$/,
  /^~?\/$/,
];
/** Code that says where the value comes from. */
const CODE = [
  /^(?:process\.env|os\.environ|os\.getenv|getenv|System\.(?:getenv|getProperty)|ENV|env|var|local|data|module|vars|secrets|self|this|config|settings|options|opts|args|params|props|ctx|request|req|context|values|cls|inputs|github)(?:\.|\[|\()/i,
  /^(?:new|await|lambda|function|async|func)\b/,
  /^[A-Za-z_.]{0,40}(?:get|load|read|fetch|env|crypt|code|hash|generate|make|create|random|input|lookup)[A-Za-z_.]{0,40}\([^()]*\)?$/i,
];
const DOTTED = /^[A-Za-z_]+(?:\.[A-Za-z_]+)+$/;
/** How Kubernetes and cloud secrets are called: `prod/db-credentials`. */
const OBJECT_NAME =
  /^(?:[a-z0-9.-]{1,63}\/)?[a-z][a-z-]{0,60}-(?:tls|secrets?|credentials?|creds?|tokens?|certs?|certificates?|config|keys?|auth|ca|passwords?)$|^[a-z][a-z0-9-]{0,62}\/[a-z][a-z0-9.-]{0,120}$/;
/** Vault's secret ids look like this. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DENIAL =
  /^(?:not|no|none|missing|invalid|expired|required|failed|denied|must|cannot|could|is|was|has|have|does|should|may|will)\s/i;
const FEW_DIGITS = 8;
const AMOUNT = /^-?\d+(?:[.,]\d+)*\s?(?:ns|us|µs|ms|s|m|h|d|w|%|b|kb|mb|gb|kib|mib|gib|\/s|\/min)?$/i;
const LETTERS = /^(?:[A-Z]?[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,6}|[A-Z]{1,20})[.,!?:;]?$/;
const SPEAKS_OF_IT = /(?:ed|ing|able|ible|ly|tion|sion)[.,!?:;]?$/;

/** Longer values are secrets without more ado, so that what is kept, and looked at again, is short. */
export const LONGEST_PLAIN = 256;

/** Whether the value of a key that names a secret is, all the same, none. */
export function isPlainValue(value: string, name: string, { kind, certainty }: SecretName, manner: ValueManner): boolean {
  const bare = value.trim();
  if (bare.length > LONGEST_PLAIN) return false;
  const lower = bare.toLowerCase();
  if (!/[A-Za-z0-9\u0080-\uffff]/.test(bare)) return kind !== 'password' || new Set(bare).size < 4;
  if (
    STATUS.has(lower.replace(/[.,!?:;]$/, '')) ||
    STAND_INS.some((way) => way.test(bare)) ||
    PATHS.some((way) => way.test(bare))
  )
    return true;
  if (/^[a-z][a-z0-9+.-]{1,20}:(?:\/\/|\\\/\\\/)/i.test(bare)) return true;
  if (certainty === 'weak') return !looksRandom(bare) && !(kind === 'secret' && UUID.test(bare));
  if (isAmount(bare, name, kind)) return true;
  if (/^(?:old)?pwd$/i.test(name) && /^(?:\/|~|[A-Za-z]:)/.test(bare)) return true;
  if (kind !== 'password' && (DOTTED.test(bare) || (kind === 'secret' && OBJECT_NAME.test(bare)))) return true;
  return !manner.isQuoted && isSpokenOf(bare, name, kind, manner);
}

/** Three attempts, forty tokens, five passed: not who may come in. */
function isAmount(bare: string, name: string, kind: SecretName['kind']): boolean {
  if (!AMOUNT.test(bare)) return false;
  if (kind !== 'password') return !/^\d+$/.test(bare) || bare.length < FEW_DIGITS;
  if (/^(?:pass|passwords)$/i.test(name)) return true;
  return !/^\d{3,}$/.test(bare);
}

function isSpokenOf(
  bare: string,
  name: string,
  kind: SecretName['kind'],
  { isProse, isWholeLine, isInCall, isLast }: ValueManner,
): boolean {
  // How tests report.
  if (isProse && name === 'PASS') return true;
  if (DENIAL.test(bare) || CODE.some((way) => way.test(bare))) return true;
  if (isInCall && (bare === name || (/^[A-Za-z_.]+$/.test(bare) && /pass|secret|token|key|cred/i.test(bare)))) return true;
  if (!isProse || isWholeLine || !LETTERS.test(bare)) return false;
  return kind !== 'password' || !isLast || SPEAKS_OF_IT.test(bare);
}
