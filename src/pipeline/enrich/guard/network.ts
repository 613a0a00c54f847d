import { addressBytes } from './addressBytes.ts';

/** Addresses whose first `bits` bits are those of `bytes`. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** `10.0.0.0/8`, `fd00::/8`, or one address; null for everything else. */
export function readNetwork(text: string): Network | null {
  const [address = '', written, ...more] = text.split('/');
  const bytes = addressBytes(address);
  if (!bytes || more.length > 0 || (written !== undefined && !/^\d{1,3}$/.test(written))) return null;
  const bits = written === undefined ? bytes.length * 8 : Number(written);
  return bits <= bytes.length * 8 ? { bytes, bits } : null;
}

/** Whether an address lies in it. An IPv4 address lies in no IPv6 network, and the other way round. */
export function isIn({ bytes, bits }: Network, address: readonly number[]): boolean {
  if (address.length !== bytes.length) return false;
  for (let i = 0; i * 8 < bits; i += 1) {
    const mask = bits - i * 8 >= 8 ? 255 : 256 - 2 ** (8 - (bits - i * 8));
    if (((address[i] ?? 0) & mask) !== ((bytes[i] ?? 0) & mask)) return false;
  }
  return true;
}
