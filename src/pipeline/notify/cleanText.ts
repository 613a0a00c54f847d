const LONE_SURROGATE = /\p{Surrogate}/gu;
// C0 (but tab and line feed), DEL, C1; then what turns or hides text: bidi controls, zero-width characters, the BOM.
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text from outside without what could deceive a reader or upset a receiver: control characters, text direction overrides,
 * zero-width characters and lone surrogates (these become U+FFFD). Line feeds and tabs stay.
 */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').replace(LONE_SURROGATE, '\ufffd');
}
