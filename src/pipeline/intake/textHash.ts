/**
 * A text as 14 hex digits that tell it from others (53 bits, not against somebody who looks for a clash); the same on every
 * machine. Two 32-bit multiplicative hashes over the UTF-16 units, mixed by the finalizer of MurmurHash3.
 */
export function textHash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  const mixedHigh = mix(high) ^ mix(low ^ 0x85ebca6b);
  const mixedLow = mix(low) ^ mix(high);
  return ((mixedHigh & 0x1fffff) * 0x1_0000_0000 + (mixedLow >>> 0)).toString(16).padStart(14, '0');
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
