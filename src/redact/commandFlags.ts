import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { isPlainValue, QUOTED } from './plainValue.ts';
import { type SecretName, secretName } from './secretName.ts';
import { cutStretches, type Stretch } from './stretch.ts';

/** `--password x`, `-storepass 'x'`, and as a list of arguments: `"--token", "x"`. */
const FLAG = /(?<![\w[-])--?([A-Za-z][\w.-]{1,60})(?:[ \t]+|["'],?[ \t]{0,4}(?:\\?["'])|\\["'],[ \t]{0,4}\\["'])(?![-|&;<>=,])/g;
/** Whoever goes on like that speaks about the flag. */
const SPEECH =
  /^(?:is|or|to|and|the|a|an|flag|flags|option|options|must|was|were|for|from|in|not|argument|arguments|cannot|can|has|have|requires?|required|with|without|if|when|where|but|instead|on|via|will|should|may|does|did|given|set|used|parameter|value|specified|provided|missing|deprecated)\b[.,:;]?(?=\s|$)/i;
/** Commands whose short flag is a password, or a user with one. */
const SHORT = [
  /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mysqlshow|mariadb|mariadb-dump|mycli)\b[^\n|;]{0,200}?\s-p(?=[^\s"'])()/g,
  /\b(?:sshpass|docker(?:\s+\S{1,64}){0,4}?\s+login|podman login|helm registry login|az(?:\s+\w+)? login|mongo(?:sh|dump|restore|export|import)?|cqlsh|curl-sshpass|twine upload|vncviewer|influx)\b[^\n|;]{0,200}?\s-p[ \t]*(?=[^\s-])()/g,
  /\b(?:redis-cli|redis-benchmark)\b[^\n|;]{0,200}?\s-a[ \t]+()/g,
  /\b(?:ldapsearch|ldapadd|ldapmodify|ldapdelete|ldapwhoami|kinit)\b[^\n|;]{0,200}?\s-w[ \t]+()/g,
  /\b(?:sqlcmd|bcp|osql|isql|zip|unzip)\b[^\n|;]{0,200}?\s-P[ \t]*()/g,
  /\b(?:curl|wget|http|https|xh|smbclient|rpcclient|ab)\b[^\n|;]{0,300}?\s(?:-u|-U|-a|--user|--proxy-user|--auth|--creds)[ \t=]+["']?[\w.@+\\/-]{0,64}[:%]()/g,
  /\b(?:skopeo|crane|oras)\b[^\n|;]{0,200}?\s--(?:src-|dest-)?creds[ \t=]+["']?[\w.@+-]{0,64}:()/g,
  /\b(?:sqlplus|rman|expdp|impdp|sqlldr|exp|imp)\b\s{1,4}(?:-\w+\s{1,4}){0,3}["']?[\w$#]{1,64}\/(?=[^\s"'@/]{1,64}@)()/g,
  /\bopenssl\b[^\n|;]{0,300}?\s-pass(?:in|out)?[ \t]+pass:()/g,
  /\bhtpasswd\b\s{1,4}-(?![a-zA-Z]*n)[a-zA-Z]*b[a-zA-Z]*\s{1,4}\S{1,200}\s{1,4}\S{1,64}\s{1,4}()/g,
  /\bhtpasswd\b\s{1,4}-(?=[a-zA-Z]*n)[a-zA-Z]*b[a-zA-Z]*\s{1,4}\S{1,64}\s{1,4}()/g,
  /\bssh-keygen\b[^\n|;]{0,200}?\s-[NP][ \t]+()/g,
  /\bopenssl enc\b[^\n|;]{0,200}?\s-[kK][ \t]+()/g,
  /\bnet user \S{1,64}\s{1,4}(?=[^\s/])()/gi,
  /\b7z\b[^\n|;]{0,200}?\s-p(?=[^\s"'])()/g,
];
const WORD = /(["'])([^"'\n]{1,512})\1|[^\s"'`|;&<>()]{1,512}(?:[&;|][^\s"'`|;&<>()]{1,512}){0,4}/y;
const LISTED_WORD = /[^"'\\\n]{1,512}/y;
const PASSWORD: SecretName = { kind: 'password', certainty: 'sure' };

/** What commands are given on their line: in process lists, shell traces, CI logs. */
export const commandFlags: Pass = {
  hints: [
    ...'-pass -pwd -secret -token pass" token" key" secret" word" -cred -key -auth sshpass redis-cli redis-bench kinit'.split(
      ' ',
    ),
    ...'mysqldump mysqladmin mysqlimport mysqlshow mariadb- mongosh mongodump mongorestore mongoexport mongoimport'.split(' '),
    ...'ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami sqlcmd smbclient rpcclient skopeo sqlplus htpasswd expdp impdp sqlldr'.split(
      ' ',
    ),
    ...[
      'mysql ',
      'mariadb ',
      'mycli ',
      'mongo ',
      'login ',
      'bcp ',
      'osql ',
      'isql ',
      'curl ',
      'wget ',
      'http -',
      'https -',
      'xh ',
      'crane ',
      'oras ',
    ],
    ...['openssl ', 'ssh-keygen', 'net user', '7z ', 'zip ', 'cqlsh ', 'twine ', 'rman ', 'influx ', 'ab -', 'exp ', 'imp '],
  ],
  run(text, cut) {
    const found: Stretch[] = [];
    for (const match of text.matchAll(FLAG)) {
      const secret = secretName(match[1] as string);
      const at = match.index + match[0].length;
      if (secret?.certainty === 'sure' && !SPEECH.test(text.slice(at, at + 20)))
        found.push(...wordAt(text, at, secret, /["']/.test(match[0].at(-1) as string), match[1] as string));
    }
    const done = cutStretches(text, found, cut);
    return SHORT.reduce((rest, pattern) => {
      if (!/\s-|login|sqlplus|net user|htpasswd|man |dp /.test(rest)) return rest;
      const short = [...rest.matchAll(pattern)].flatMap((match) =>
        wordAt(rest, match.index + match[0].length, PASSWORD, false, 'password'),
      );
      return cutStretches(rest, short, cut);
    }, done);
  },
};

function wordAt(text: string, at: number, secret: SecretName, isListed: boolean, name: string): readonly Stretch[] {
  const pattern = isListed ? LISTED_WORD : WORD;
  pattern.lastIndex = at;
  const word = pattern.exec(text);
  if (word === null || markAt(text, at) > 0) return [];
  const value = word[2] ?? word[0];
  const from = at + (word[2] === undefined ? 0 : 1);
  if (/^(?:id|src|type|env)=/.test(value) || isPlainValue(value, name, secret, { ...QUOTED, isQuoted: word[2] !== undefined }))
    return [];
  return [{ from, to: from + value.length, kind: secret.kind }];
}
