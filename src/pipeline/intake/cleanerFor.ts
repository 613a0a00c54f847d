/** Escapes that may stand for NUL or for half a surrogate pair. */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;
const LONE_SURROGATE = /\p{Surrogate}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what databases refuse
const UNSTORABLE = /[\u0000\p{Surrogate}]/gu;

export type Clean = (text: string) => string;

const asItIs: Clean = (text) => text;
const replaced: Clean = (text) => text.replace(UNSTORABLE, '\ufffd');

/**
 * What makes the strings of a JSON body storable: NUL and lone surrogates, of which a database refuses both (and with them
 * the whole batch), become U+FFFD. The body is looked at once, so that the many clean ones cost nothing per string.
 */
export function cleanerFor(body: string): Clean {
  return SUSPICIOUS_ESCAPE.test(body) || LONE_SURROGATE.test(body) ? replaced : asItIs;
}
