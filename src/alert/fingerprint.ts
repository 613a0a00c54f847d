import type { Labels } from './labels.ts';

const FNV_OFFSET_HIGH = 0xcbf29ce4;
const FNV_OFFSET_LOW = 0x84222325;
const SEPARATOR = 0xff;
const encoder = new TextEncoder();
const SURROGATE = /[\ud800-\udfff]/;

/**
 * The fingerprint Alertmanager gives a label set: FNV-1a (64 bit) over the names in order, each as
 * `name 0xFF value 0xFF`, as 16 hex digits. Source: prometheus/common `model/signature.go`.
 *
 * The 64-bit product by the prime 0x100000001b3 is made of 32-bit halves, because BigInt is ten times slower here.
 */
export function fingerprint(labels: Labels): string {
  let high = FNV_OFFSET_HIGH;
  let low = FNV_OFFSET_LOW;
  const add = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    const carry = Math.floor(product / 0x1_0000_0000);
    high = (Math.imul(high, 0x1b3) + (low << 8) + carry) >>> 0;
    low = product >>> 0;
  };
  for (const name of inGoOrder(Object.keys(labels))) {
    for (const byte of encoder.encode(name)) add(byte);
    add(SEPARATOR);
    for (const byte of encoder.encode(labels[name])) add(byte);
    add(SEPARATOR);
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** By their UTF-8 bytes. JavaScript sorts by UTF-16, which differs only where there are surrogates. */
function inGoOrder(names: string[]): string[] {
  if (!names.some((name) => SURROGATE.test(name))) return names.sort();
  return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
