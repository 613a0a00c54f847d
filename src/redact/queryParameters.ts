import { looksRandom } from './looksRandom.ts';
import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { cutStretches, type Stretch } from './stretch.ts';

/** Names that say it only in an address: elsewhere a `code` is an error's, and a `key` is of a cache. */
const PARAMETER =
  /(?:[?&;](?:amp;)?|(?<![\w-])(?=saml|x-amz-|x-goog-))((?:[\w.-]{1,40}[-_.])?(?:sig|signature|code|key|ticket|assertion|samlresponse|samlrequest|code_verifier|device_code|auth|session|sid|sessionid|session_id|credential|oobcode|invite|reset|magic|otp|pin|pw|p))=([^&\s"'`<>\\#]{1,16384})/gi;
const SIGNED = /sig|signature|assertion|saml|ticket|verifier|credential/i;
const SHORTEST_SIGNATURE = 8;

/** Secrets in the query of an address. */
export const queryParameters: Pass = {
  hints: [
    'sig=',
    'signature=',
    'code=',
    'key=',
    'ticket=',
    'assertion=',
    'samlresponse=',
    'samlrequest=',
    'verifier=',
    'auth=',
    'session=',
    'sid=',
    'session_id=',
    'sessionid=',
    'credential=',
    'invite=',
    'reset=',
    'magic=',
    'otp=',
    'pin=',
    'pw=',
    '?p=',
    '&p=',
  ],
  run(text, cut) {
    const found: Stretch[] = [];
    for (const match of text.matchAll(PARAMETER)) {
      const [whole, name = '', value = ''] = match;
      const from = match.index + whole.length - value.length;
      const isSigned = SIGNED.test(name) && value.length >= SHORTEST_SIGNATURE && /[0-9%]/.test(value);
      if (markAt(text, from) === 0 && (isSigned || looksRandom(value) || isCode(name, value)))
        found.push({ from, to: from + value.length, kind: SIGNED.test(name) ? 'signature' : 'token' });
    }
    return cutStretches(text, found, cut);
  },
};

/** What an authorization server hands out, not `code=404` or `code=ECONNRESET`. */
function isCode(name: string, value: string): boolean {
  return (
    /(?:^|_)code$/i.test(name) &&
    value.length >= 6 &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[A-Z]+[_-]?\d+$/.test(value)
  );
}
