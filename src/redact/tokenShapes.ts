import type { Kind } from './mark.ts';

/** Tokens that say by their own shape what they are. */
export interface TokenShape {
  /** Lower case; without one of them in the text the pattern is not tried. */
  readonly hints: readonly string[];
  /** With the flag `g`. Nothing has to follow what has no fixed length, so that time stays linear. */
  readonly pattern: RegExp;
  readonly kind: Kind;
  /** A last look at what matched. */
  readonly isToken?: (match: string) => boolean;
}

/** Not inside a word, but behind an escape such as `\n`, `%3D` or a colour, which end with letters. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrtbfv]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\[[0-9;]{0,8}m))`;
const HEX = [...'0123456789abcdef'];
const DIGITS = [...'0123456789'];

const hasDigit = (match: string): boolean => /[0-9]/.test(match);
const isMixed = (match: string): boolean => hasDigit(match) && /[A-Z]/.test(match) && /[a-z]/.test(match.slice(4));

/** One of some beginnings, then at least so many of the signs. */
function begun(beginnings: string, signs: string, least: number, isToken?: TokenShape['isToken']): TokenShape {
  const literals = beginnings.split(' ');
  const either = literals.map((literal) => literal.replace(/[.+?^$()|[\]\\/]/g, '\\$&')).join('|');
  const pattern = new RegExp(`${START}(?:${either})[${signs}]{${least},}`, 'g');
  return { hints: literals.map((literal) => literal.toLowerCase()), pattern, kind: 'token', ...(isToken && { isToken }) };
}

function shaped(
  hints: string | readonly string[],
  source: string,
  isToken?: TokenShape['isToken'],
  kind: Kind = 'token',
): TokenShape {
  const pattern = new RegExp(START + source, 'g');
  return { hints: typeof hints === 'string' ? hints.split(' ') : hints, pattern, kind, ...(isToken && { isToken }) };
}

const WORD = 'A-Za-z0-9';
const NAME = String.raw`\w-`;

/** After each service's public documentation. The lengths are what is enough to tell them: a log may cut them off. */
export const TOKEN_SHAPES: readonly TokenShape[] = [
  shaped(
    'akia asia abia acca a3t',
    String.raw`(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])(?:[\s,:;|"']{1,4}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?`,
  ),
  begun('ABSK bedrock-api-key-', 'A-Za-z0-9+/=', 60),
  shaped('eyj', String.raw`eyJ[\w-]{8,}(?:\.[\w-]{2,}){0,4}\.?`, isJwt),
  begun('eyJrIjoi eyJhbGciOi eyJ0eXAiOi eyJraWQiOi eyJlbmMiOi eyJjdHkiOi eyJ4NXQiOi', NAME, 12),
  shaped(
    'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe- xoxe. xoxc- xoxd- xapp- xwfp-',
    String.raw`(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-(?:[\w%]{1,14}-){0,4}[A-Za-z0-9%+/=-]{8,}`,
    (match) => /-\d/.test(match) && match.length >= 20,
  ),
  begun('ghp_ gho_ ghu_ ghs_ ghr_', WORD, 16),
  begun('github_pat_', 'A-Za-z0-9_', 16),
  begun('glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- GR1348941', NAME, 16),
  begun(
    'npm_ rubygems_ pypi-AgEIcHlwaS5vcmc pypi-AgENdGVzdC5weXBp dckr_pat_ dckr_oat_ CLOJARS_ oy2',
    NAME,
    20,
    (match) => !/^npm_[a-z]+_/.test(match) && hasDigit(match),
  ),
  shaped('aiza', String.raw`AIza[\w-]{30,}`),
  begun('ya29. GOCSPX-', String.raw`\w.-`, 16),
  shaped('1//0', String.raw`1//0[\w-]{24,}`, isMixed),
  begun('sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ whsec_', 'A-Za-z0-9+/=', 10),
  begun('sk-ant- sk-proj- sk-svcacct- sk-admin- sk-None- sk-or-v1- sk-lf-', NAME, 16),
  shaped('sk-', 'sk-[A-Za-z0-9]{32,}', hasDigit),
  begun('gsk_ hf_ api_org_ r8_ nvapi- xai- pplx- tvly- lsv2_pt_ lsv2_sk_ figd_ fw_ csk-', NAME, 24, hasDigit),
  begun(
    'glsa_ glc_ sgp_ sntrys_ sntryu_ phx_ bkua_ CCIPAT_ CCIPRJ_ tskey- lin_api_ lin_oauth_ ntn_ pnu_ rdme_ tfp_ dnkey- sbp_ sb_secret_',
    String.raw`\w=+/.-`,
    20,
    hasDigit,
  ),
  begun('hvs. hvb. hvr.', NAME, 20),
  shaped(
    [' s.', '=s.', ':s.', '"s.', "'s.", '(s.', ',s.', '\ns.'],
    String.raw`(?<=[\s=:"'(,]|^)s\.[A-Za-z0-9]{24}(?![\w.])`,
    isMixed,
  ),
  shaped('.atlasv1.', String.raw`[A-Za-z0-9]{10,20}\.atlasv1\.[\w=-]{20,}`),
  shaped('sg.', String.raw`SG\.[\w-]{10,64}\.[\w-]{10,}`, hasDigit),
  begun('SG.', NAME, 22, isMixed),
  shaped(HEX.map((digit) => `sk${digit}`).concat('skx'), '(?:SK[0-9a-f]{32}|SK[0-9A-F]{32}|SKx{32})(?![A-Za-z0-9])'),
  shaped('key-', '(?:pub)?key-[0-9a-f]{32}(?![A-Za-z0-9])'),
  shaped('-us', String.raw`[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])`),
  begun('dop_v1_ doo_v1_ dor_v1_', 'a-f0-9', 24),
  begun('dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', String.raw`\w.-`, 20),
  shaped('dapi', String.raw`dapi[0-9a-f]{32}(?:-\d)?`),
  begun('shpat_ shpca_ shppa_ shpss_ shprt_', 'A-Fa-f0-9', 24),
  begun('PMAK-', 'A-Fa-f0-9-', 24),
  begun('pscale_tkn_ pscale_pw_ pscale_oauth_', String.raw`\w=.-`, 20),
  begun('NRAK- NRII- NRJS- NRRA- NRSP-', 'A-Za-z0-9-', 16),
  shaped('nral', '[0-9a-z]{30,40}NRAL(?![A-Za-z0-9])'),
  shaped('dt0', String.raw`dt0[a-z]\d\d\.[A-Z0-9]{20,28}\.[A-Z0-9]{20,}`),
  shaped('q~', String.raw`[\w~.]{3}\dQ~[\w~.-]{24,}`),
  begun('xkeysib- xsmtpsib-', 'A-Za-z0-9-', 32),
  begun('sq0atp- sq0csp- sq0idp-', NAME, 20),
  begun('EAAA EAAC EAAM EAAG EAAE', WORD, 60, isMixed),
  begun('ATATT3 ATCTT3 ATBB ATSTT3', String.raw`\w=-`, 24, isMixed),
  begun('AKCp', WORD, 56),
  begun('cmVmdGtu', 'A-Za-z0-9+/=', 40),
  begun('LTAI', WORD, 16, hasDigit),
  begun('AGE-SECRET-KEY-1', 'A-Z0-9', 32),
  shaped('a3-', 'A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}'),
  begun('ops_eyJ', 'A-Za-z0-9+/=', 60),
  begun(
    'p8e- pul- shippo_live_ shippo_test_ EZAK EZTK FLWSECK_TEST- FLWSECK- fio-u- duffel_live_ duffel_test_ tk-us- fo1_ fm1r_ fm1a_ fm2_ CFPAT- HRKU-',
    String.raw`\w+/=-`,
    24,
    hasDigit,
  ),
  shaped('airtable', String.raw`pat[A-Za-z0-9]{14}\.[0-9a-f]{40,}`),
  shaped('pat. sat.', String.raw`[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}`),
  shaped(
    '.acc_ .acc-',
    String.raw`(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[\w+/=-]{30,}`,
  ),
  shaped('4b1d', '4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])', isMixed),
  shaped(
    DIGITS.flatMap((digit) => [`${digit}|`, `${digit}%7c`]),
    String.raw`\d{15,16}(?:\||%7[Cc])[\w-]{27,40}(?![\w-])`,
  ),
  shaped('ico- s-s4t2', '(?:ico-[A-Za-z0-9]{32}|s-s4t2(?:ud|af)-[0-9a-f]{40,})', hasDigit),
  shaped('zxlk', 'ZXlK[A-Za-z0-9/+]{40,}={0,2}'),
  begun(
    'sqp_ squ_ sqa_ nfp_ vcp_ vck_ ubsk_ sm_aat_ sm_pat_ sm_sat_ ddp_ ctio_ waka_ exa_ apify_api_ r_live_',
    String.raw`\w-`,
    16,
    hasDigit,
  ),
  shaped('api-', 'API-[A-Z0-9]{24,}', hasDigit),
  begun('secret_', WORD, 40, isMixed),
  begun('sl.', NAME, 60, isMixed),
  begun('t1.9eu AQVN y0_', String.raw`\w.=-`, 30, isMixed),
  begun('sha256~', NAME, 40),
  shaped('v1.0-', 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}'),
  shaped('_mmk', '[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk'),
  shaped('pat-na pat-eu', String.raw`pat-(?:na|eu)\d-[0-9a-f-]{30,}`),
  shaped('amzn.mws. amzn1.oa2-cs', String.raw`amzn(?:\.mws\.|1\.oa2-cs\.v1\.)[0-9a-f-]{30,}`),
  shaped('access-production- access-sandbox- access-development-', 'access-(?:production|sandbox|development)-[0-9a-f-]{30,}'),
  shaped(
    'discord bot_ bot= bot: bot"'.split(' ').concat('bot '),
    String.raw`(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}`,
    isDiscord,
  ),
  { hints: DIGITS.map((digit) => `${digit}:a`), pattern: /(?<!\d)\d{5,16}:A[\w-]{34}(?![\w-])/g, kind: 'token' },
  {
    hints: ['hooks.slack.com'],
    pattern: /(?:https?:)?(?:\\?\/){0,2}hooks\.slack(?:-gov)?\.com\\?\/(?:services|workflows|triggers)\\?\/[\w/\\+=-]{16,}/g,
    kind: 'webhook',
  },
  {
    hints: ['/webhooks/', '\\/webhooks\\/'],
    pattern:
      /(?:https?:)?(?:\\?\/){0,2}(?:[a-z]{1,10}\.)?discord(?:app)?\.com\\?\/api\\?\/(?:v\d{1,2}\\?\/)?webhooks\\?\/\d{10,25}\\?\/[\w-]{16,}/g,
    kind: 'webhook',
  },
  {
    hints: ['webhook.office.com', 'office.com/webhook'],
    pattern: /https?:\\?\/\\?\/[\w.-]{1,64}office\.com\\?\/webhook[\w@/\\.-]{30,}/g,
    kind: 'webhook',
  },
  {
    hints: ['hooks.zapier.com', 'hook.'],
    pattern:
      /https?:\\?\/\\?\/(?:hooks\.zapier\.com\\?\/hooks\\?\/catch|hook\.(?:\w{2,4}\.)?make\.com|hook\.integromat\.com)\\?\/[\w/\\]{8,}/g,
    kind: 'webhook',
  },
  {
    hints: ['events.pagerduty.com/integration/'],
    pattern: /(?<=events\.pagerduty\.com\/integration\/)[0-9a-z]{20,}/g,
    kind: 'key',
  },
  {
    hints: ['$2', '$1$', '$5$', '$6$', '$y$', '$7$', '$apr1$', '$argon2', '$pbkdf2', '$scrypt'],
    pattern:
      /\$(?:2[abxy]?\$\d\d|(?:[1567y]|apr1|argon2(?:id|[id])|pbkdf2[\w-]{0,20}|scrypt)(?:\$[\w=,.-]{1,60}){0,3})\$[\w./+$=]{16,}/g,
    kind: 'password hash',
  },
  {
    hints: ['{ssha', '{sha', '{smd5', '{md5', '{crypt', '{pbkdf2'],
    pattern: /\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT|PBKDF2[\w-]{0,12})\}[\w./+$=-]{12,}/gi,
    kind: 'password hash',
  },
  {
    hints: ['pbkdf2_sha', 'scram-sha-', 'bcrypt_sha256$', 'scrypt:'],
    pattern:
      /(?:(?:pbkdf2|bcrypt)_sha\d{1,3}\$[\w./+$=-]{20,}|SCRAM-SHA-\d{1,3}\$[\w:$+/=]{40,}|(?:scrypt|pbkdf2):[\w:]{3,30}\$[\w./+$=-]{20,})/g,
    kind: 'password hash',
  },
];

/** Two parts of some length: base64 alone may be anything, and `.json` an ending. */
function isJwt(match: string): boolean {
  return (match.split('.')[1] ?? '').length >= 10;
}

/** The names of classes have dots as well. */
function isDiscord(match: string): boolean {
  const [id = '', , rest = ''] = match.split('.');
  return hasDigit(id) && hasDigit(rest) && /[A-Z]/.test(rest);
}
