import type { Kind } from './mark.ts';

/** What a key says of its value. */
export interface SecretName {
  readonly kind: Kind;
  /** `sure`: any value is secret that is not plainly something else. `weak`: only one that looks made by a machine. */
  readonly certainty: 'sure' | 'weak';
}

/** How a name may go on without saying something else. */
const TAILS = new Set(
  (
    'value val plain plaintext cleartext text raw str string base base64 b64 encoded data old new current prev previous prod production ' +
    'staging dev test live confirm confirmation confirmed again env var param arg input primary secondary default json'
  ).split(' '),
);

const PASSWORDS =
  'password passwd passwrd passwort passphrase passcode pswd pwd psw pass pw pin otp totp cvv cvc cvv2 cvc2 mnemonic psk passkey';
const TOKENS = 'token jwt bearer';
const SECRETS = 'secret credential credentials creds cred seedphrase';
const KEYS =
  'apikey appkey accesskey secretkey privatekey authkey signingkey encryptionkey masterkey sharedkey accountkey licensekey';
const SESSIONS = 'jsessionid phpsessid aspsessionid sessid';

const WORDS: ReadonlyMap<string, SecretName> = new Map([
  ...named(PASSWORDS, 'password', 'sure'),
  ...named('passwords passphrases', 'password', 'sure'),
  ...named(TOKENS, 'token', 'sure'),
  ...named('tokens auth', 'token', 'weak'),
  ...named(SECRETS, 'secret', 'sure'),
  ...named('secrets', 'secret', 'weak'),
  ...named(KEYS, 'key', 'sure'),
  ...named('apikeys keys', 'key', 'weak'),
  ...named('signature sig hmac', 'signature', 'weak'),
  ...named(SESSIONS, 'cookie', 'sure'),
]);

/** Written as one word with what is before: `pgpassword`, `csrftoken`. */
const ENDINGS: readonly (readonly [string, SecretName])[] = [
  ...['password', 'passwd', 'passphrase', 'pwd'].map((end) => [end, { kind: 'password', certainty: 'sure' }] as const),
  ...['token'].map((end) => [end, { kind: 'token', certainty: 'sure' }] as const),
  ...['secret', 'credentials'].map((end) => [end, { kind: 'secret', certainty: 'sure' }] as const),
  ...['apikey', 'appkey', 'accesskey', 'secretkey', 'privatekey'].map(
    (end) => [end, { kind: 'key', certainty: 'sure' }] as const,
  ),
];
const GLUED_PASS =
  /^(?:(?:db|my|pg|my ?sql|redis|mongo|user|root|admin|ssh|smtp|ftp|mail|ldap|key|store|require|bind|sudo)pass|masterauth)$/;

/** What a key is for that locks something. `routing` is PagerDuty's, `subscription` and `functions` are Azure's. */
const LOCKING = new Set(
  (
    'api access secret private signing sign signature encryption encrypt encryptor decryption decrypt master shared account storage auth ' +
    'authentication license licence app application client service crypt crypto cipher hmac jwt ssh gpg pgp tls ssl rsa dsa ecdsa aes ' +
    'deploy deployment webhook ingest ingestion insert integration routing subscription function functions write admin root merchant ' +
    'secure security bot partner developer consumer vault unseal recovery wrapping sas fernet totp session'
  ).split(' '),
);
/** What a key is for that only finds something. */
const FINDING = new Set(
  (
    'public pub primary foreign partition sort row cache group idempotency idempotent dedup deduplication object hash range lookup index ' +
    'map label unique natural composite join s3 file bucket metric redis memcached kafka message msg record event trace span order shard ' +
    'lock config setting settings translation i18n registry host fingerprint entity item list set tag topic stream state store storekey ' +
    'node pod job task queue rate limit throttle alert incident user team project issue jira name resource request etag sub parent child ' +
    'json yaml dict property column table db document doc search sequence ring space image layer chunk block blob content path url cursor'
  ).split(' '),
);
/** `existingSecret: shop-db` names an object of Kubernetes. */
const REFERRING = new Set('existing pull tls cert certificate ca k8s kube kubernetes registry'.split(' '));
/** Codes that let somebody in; others are an error's or a country's. */
const CODES = new Set(
  'verification security auth authorization authentication time otp mfa recovery backup device access pin'.split(' '),
);
/** Tokens that lead on in a list, or are counted, and open nothing. */
const COUNTED = new Set(
  (
    'page next continuation continue sync resume cancel cancellation start stop end eos bos pad max min num total prompt completion ' +
    'unexpected invalid expected current last first'
  ).split(' '),
);

/**
 * Whether a key names a secret, from its last words: `DB_PASSWORD`, `spring.datasource.password`, `x-api-key`, `clientSecretValue`, but
 * not `password_file`, `secretKeyRef`, `token_count` or `cache_key`. At most some 80 characters are expected.
 */
export function secretName(name: string): SecretName | null {
  const words = wordsOf(name);
  while (words.length > 1 && TAILS.has(words.at(-1) as string)) words.pop();
  const last = words.at(-1);
  if (last === undefined) return null;
  const before = words.at(-2) ?? '';
  if (last === 'id') return before === 'secret' ? { kind: 'secret', certainty: 'weak' } : null;
  if (last === 'key') return keyName(words, before);
  if (last === 'hash') return words.length > 1 && /^pass/.test(before) ? { kind: 'password hash', certainty: 'weak' } : null;
  if (last === 'code') return CODES.has(before) ? { kind: 'password', certainty: 'sure' } : null;
  if (last === 'phrase') return /^(?:pass|seed|secret|recovery)$/.test(before) ? { kind: 'password', certainty: 'sure' } : null;
  if (last === 'signature' && /^(?:access|shared)$/.test(before)) return { kind: 'signature', certainty: 'sure' };
  const known = WORDS.get(last) ?? ENDINGS.find(([end]) => last.endsWith(end))?.[1];
  if (known?.kind === 'token' && words.some((word) => COUNTED.has(word))) return { kind: 'token', certainty: 'weak' };
  if (known?.kind === 'secret' && REFERRING.has(before)) return null;
  if (known?.kind === 'token' && words.includes('public')) return null;
  if (known) return known;
  return GLUED_PASS.test(last) ? { kind: 'password', certainty: 'sure' } : null;
}

function keyName(words: readonly string[], before: string): SecretName | null {
  if (LOCKING.has(before) || WORDS.has(before)) {
    return words.includes('public') ? null : { kind: 'key', certainty: 'sure' };
  }
  return before === '' || words.some((word) => FINDING.has(word)) ? null : { kind: 'key', certainty: 'weak' };
}

/** `dbPassword2` to `db`, `password`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (word === 'base64' || word === 'b64' || /^cv[vc]2$/.test(word) ? word : word.replace(/(?<=[a-z]{3})\d+$/, '')))
    .filter((word) => word !== '');
}

function named(words: string, kind: Kind, certainty: SecretName['certainty']): [string, SecretName][] {
  return words.split(' ').map((word) => [word, { kind, certainty }]);
}
