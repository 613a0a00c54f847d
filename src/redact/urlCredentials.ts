import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { cutStretches, type Stretch } from './stretch.ts';

const SCHEME = /([a-z][a-z0-9+.-]{0,30})?(:\/\/|:\\\/\\\/|%3A%2F%2F)/gi;
const END_OF_URL = /[\s"'`<>\\]|$/;
const LONGEST = 2_048;
/** What a database's address ends with has no `@` of its own, so that the last one ends the password. */
const NO_AT_IN_PATH =
  /(?:sql|postgres|maria|mongo|redis|amqp|mqtt|kafka|ldap|ftp|smtp|imap|pop3|nats|memcache|clickhouse|cassandra|oracle|db2|neo4j|bolt|couch|influx|elastic)/i;
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\]|(?:tcp|udp|unix)\([^()\s]*\))(?::\d{1,5})?(?:[/?#,;)\]}\s]|%2F|$)/i;
const PORT = /^\d{0,5}$/;
const STAND_IN = /^(?:\$\{?[\w.:-]+\}?|<[^<>]*>|\{\{?[^{}]*\}?\}|\*+|[xX]{3,}|%[sdv]|REDACTED|redacted|\.{3}|\[[\w -]*\]|)$/i;
const TOKEN_USER = /^(?=[^@:]*\d)(?=[^@:]*[A-Za-z])[\w.~%-]{20,}$/;
/** A Go MySQL address and an Oracle one have no scheme before the user. */
const BARE =
  /(?<![\w./:@%+-])[\w.+-]{1,64}:([^\s"'`:@/][^\s"'`]{0,200}?)@(?=(?:tcp|udp|unix|cloudsql)\()|(?<=jdbc:oracle:(?:thin|oci8?):)([\w$#.-]{1,64}\/[^\s"'`@]{1,128})(?=@)/gi;

/** `scheme://user:password@host`: both go. A user alone stays, unless it is a token. */
export const urlCredentials: Pass = {
  hints: ['://', ':\\/\\/', '%3a%2f%2f', '@tcp(', '@udp(', '@unix(', '@cloudsql(', 'jdbc:oracle'],
  run(text, cut) {
    if (!text.includes('@') && !text.includes('%40')) return text;
    const found: Stretch[] = [];
    for (const match of text.matchAll(SCHEME)) {
      const stretch = userinfo(text, match.index + match[0].length, match[1] ?? '', match[2]?.startsWith('%') ?? false);
      if (stretch) found.push(stretch);
    }
    const done = cutStretches(text, found, cut);
    return done.replace(BARE, (whole, password: string | undefined, oracle: string | undefined) => {
      if (oracle !== undefined) return cut('credentials');
      const isKept = STAND_IN.test(password ?? '') || whole.includes('[redacted: ');
      return isKept ? whole : `${cut('credentials')}@`;
    });
  },
};

function userinfo(text: string, from: number, scheme: string, isEncoded: boolean): Stretch | null {
  const near = text.slice(from, from + LONGEST);
  const end = near.search(END_OF_URL);
  const address = near.slice(0, end);
  if (isEncoded) return encoded(from, address);
  if (markAt(text, from) > 0) return null;
  const at = lastAt(address, scheme);
  if (at < 0) return null;
  const user = address.slice(0, at);
  const colon = user.indexOf(':');
  const isSecret = colon < 0 ? TOKEN_USER.test(user) : !STAND_IN.test(user.slice(colon + 1));
  return isSecret ? { from, to: from + at, kind: 'credentials' } : null;
}

/** The `@` that ends the userinfo; -1: there is none. */
function lastAt(address: string, scheme: string): number {
  const path = address.search(/[/?#]/);
  const authority = path < 0 ? address : address.slice(0, path);
  const inAuthority = authority.lastIndexOf('@');
  const colon = authority.indexOf(':');
  const query = address.indexOf('?');
  const whole = query < 0 ? address : address.slice(0, query);
  const last = whole.lastIndexOf('@');
  if (inAuthority >= 0) return NO_AT_IN_PATH.test(scheme) && HOST.test(whole.slice(last + 1)) ? last : inAuthority;
  // A slash in the password: what is before it is no host with a port then.
  if (colon < 0 || PORT.test(authority.slice(colon + 1)) || path < 0) return -1;
  const far = address.lastIndexOf('@');
  return far > path && HOST.test(address.slice(far + 1)) ? far : -1;
}

function encoded(from: number, address: string): Stretch | null {
  const match = /^[\w.~+-]{0,128}%3A((?:(?!%40)[^&\s]){1,256})%40/i.exec(address);
  return match && !STAND_IN.test(match[1] as string) ? { from, to: from + match[0].length - 3, kind: 'credentials' } : null;
}
