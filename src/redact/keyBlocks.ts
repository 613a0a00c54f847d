import type { Pass } from './pass.ts';
import { cutStretches, type Stretch } from './stretch.ts';

const BEGIN = /-{4,5}\s?BEGIN [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?\s?-{0,5}/g;
const END = /-{4,5}\s?END [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?\s?-{0,5}/g;
/** An RSA key of 16,384 bits, with what a log puts before each of its lines. */
const LONGEST = 32_768;
/** Lines of base64, as they are or with their ends written out; a last one may be shorter. */
const BODY =
  /(?:(?:[\s"',>|]|\\{1,3}[nrt]|\\{1,3}")*(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset): ?[\w,.: @()/-]{0,100}(?=\s|\\)|[A-Za-z0-9+/=]{16,}|=[A-Za-z0-9+/]{4}(?![\w])))*(?:(?:\s|\\{1,3}[nrt])*[A-Za-z0-9+/]{1,15}={0,2}(?=\s*$|\\{1,3}[nrt]|["']))?/y;
const BODY_BACKWARDS = /(?:[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/]{1,15}={0,2}(?=(?:[\s"'+,]|\\{1,3}[nrt]|\\{1,3}"){0,8}$))/g;
const PUTTY =
  /PuTTY-User-Key-File-\d:[\s\S]{0,200}?Private-Lines:\s*\d{1,4}(?:(?:\s|\\{1,3}[nr])+[A-Za-z0-9+/=]{8,64}){0,200}(?:(?:\s|\\{1,3}[nr])+Private-(?:MAC|Hash):\s*[0-9a-f]{1,64})?/g;
/** How the DER of a private key begins in base64, by kind: PKCS#1, PKCS#8, SEC1, OpenSSH, and a whole PEM that was encoded once more. */
const BARE =
  /(?<![A-Za-z0-9+/])(?:MII[A-Z][A-Za-z0-9+/]{2,3}IBAAK[A-Za-z0-9+/]|MII[A-Z][\w+/]{2,4}(?:IBADAN|AgEAMA0)Bgkqhki|MH[cg]CAQEEI|MIG[\w+/]{1,3}AgEAMB|MC4CAQAwBQYDK2V|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{16,}={0,2}(?:(?:\s|\\{1,3}[nr])+[A-Za-z0-9+/]{16,}={0,2})*/g;
const ENCODED_PEM = /(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi[A-Za-z0-9+/]{16,}={0,2}/g;
const SAYS_PRIVATE = /UFJJVkFURSBLRVk|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW/;
const JWK_PART = /(\\{0,7}")(d|p|q|dp|dq|qi|k)\1(\s{0,4}:\s{0,4})\1([\w+/=-]{8,4096})\1/g;

/** Private keys: PEM, whole or cut off at either end, PuTTY's, bare DER, and the private parts of a JSON web key. */
export const keyBlocks: Pass = {
  hints: ['private key', 'private-lines', 'mii', 'caqeei', 'ageamb', 'mc4caqa', 'b3blbnnzac1', 'ls0tls1crudj', 'kty'],
  run(text, cut) {
    const mark = (): string => cut('private key');
    const blocks = text.includes('PRIVATE KEY') ? cutStretches(text, pemStretches(text), cut) : text;
    const bare = blocks
      .replace(PUTTY, mark)
      .replace(BARE, mark)
      .replace(ENCODED_PEM, (whole) => (SAYS_PRIVATE.test(whole) ? mark() : whole));
    return bare.includes('kty')
      ? bare.replace(
          JWK_PART,
          (_, quote: string, name: string, colon: string) => `${quote}${name}${quote}${colon}${quote}${mark()}${quote}`,
        )
      : bare;
  },
};

function pemStretches(text: string): Stretch[] {
  const begins = [...text.matchAll(BEGIN)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
  const ends = [...text.matchAll(END)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
  const found: Stretch[] = [];
  let next = 0;
  let done = 0;
  begins.forEach((begin, i) => {
    while (next < ends.length && (ends[next]?.from as number) < begin.from) {
      const end = ends[next++] as Span;
      found.push({ from: bodyBefore(text, end.from, done), to: end.to, kind: 'private key' });
      done = end.to;
    }
    const end = ends[next];
    const following = begins[i + 1]?.from ?? text.length;
    const isWhole = end !== undefined && end.from < following && end.from - begin.from < LONGEST;
    if (isWhole) next++;
    BODY.lastIndex = begin.to;
    const to = isWhole ? end.to : begin.to + (BODY.exec(text)?.[0].length ?? 0);
    found.push({ from: begin.from, to, kind: 'private key' });
    done = to;
  });
  for (const end of ends.slice(next)) {
    found.push({ from: bodyBefore(text, end.from, done), to: end.to, kind: 'private key' });
    done = end.to;
  }
  return found;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The first line of the base64 that stands before an END whose BEGIN is not in the text. */
function bodyBefore(text: string, to: number, least: number): number {
  const from = Math.max(least, to - LONGEST);
  const before = text.slice(from, to);
  let first = to;
  for (const match of [...before.matchAll(BODY_BACKWARDS)].reverse()) {
    const end = from + match.index + match[0].length;
    if (!/^(?:[\s"'+,]|\\{1,3}[nrt]|\\{1,3}"){0,8}$/.test(text.slice(end, first))) break;
    first = from + match.index;
  }
  return first;
}
