/** Average widths of DejaVu Sans, in parts of the size: enough to see whether something fits. */
const NARROW = /[\s.,:;'|!()[\]{}ijlftrI/\\-]/;
const WIDE = /[mwMW@%]/;
const FIRST_IDEOGRAPH = 0x2e80;
/** No picture is as wide as this. */
const LONGEST = 400;

/** About how wide a text is. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += signWidth(sign) * size;
  return width;
}

/** The beginning of a text that is not wider than `width`; with `…` where some of it is cut off. */
export function fitText(text: string, size: number, width: number): string {
  if (text.length <= LONGEST && textWidth(text, size) <= width) return text;
  return `${fitting([...text.slice(0, LONGEST)], size, width - signWidth('…') * size)}…`;
}

/** A text that is not wider than `width`; with `…` in its middle where it was, because names of a kind differ at their end. */
export function fitMiddle(text: string, size: number, width: number): string {
  if (text.length <= LONGEST && textWidth(text, size) <= width) return text;
  const half = (width - signWidth('…') * size) / 2;
  return `${fitting([...text.slice(0, LONGEST)], size, half)}…${fitting([...text.slice(-LONGEST)].reverse(), size, half, true)}`;
}

function fitting(signs: readonly string[], size: number, width: number, isReversed = false): string {
  let [kept, left] = ['', width];
  for (const sign of signs) {
    left -= signWidth(sign) * size;
    if (left < 0) break;
    kept = isReversed ? sign + kept : kept + sign;
  }
  return kept;
}

function signWidth(sign: string): number {
  if ((sign.codePointAt(0) ?? 0) >= FIRST_IDEOGRAPH) return 1;
  return NARROW.test(sign) ? 0.38 : WIDE.test(sign) ? 0.95 : 0.63;
}
