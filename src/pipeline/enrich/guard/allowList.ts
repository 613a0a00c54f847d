import { addressBytes } from './addressBytes.ts';
import { addressFault } from './addressFault.ts';
import { isIn, type Network, readNetwork } from './network.ts';

/** Hosts and networks inside that may be asked all the same. */
export interface AllowList {
  /** Exactly this name, in lower case. */
  isNamed(host: string): boolean;
  isInNetwork(address: string): boolean;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;
const WIDEST = { 4: 8, 16: 7 } as const;

/** What is wrong with an entry of `allow`, or null. */
export function allowFault(entry: string): string | null {
  const network = readNetwork(entry);
  if (network) {
    const widest = network.bytes.length === 4 ? WIDEST[4] : WIDEST[16];
    if (network.bits < widest) return `is too wide: at least /${widest}`;
    const [address = ''] = entry.split('/');
    const isOne = network.bits === network.bytes.length * 8;
    const fault = isOne ? addressFault(address) : null;
    return fault?.unless === 'never' ? `is ${fault.what}, which is never asked` : null;
  }
  if (entry.includes('/') || entry.includes(':')) return 'is neither a host nor a network; ports and paths are not part of it';
  // What ends in a number is an address to every browser, however it is written.
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(entry)) return 'is not an address as addresses are written';
  return HOST.test(entry) ? null : 'is neither a host nor a network';
}

/** Of entries that {@link allowFault} has nothing against; others allow nothing. */
export function allowList(entries: readonly string[]): AllowList {
  const good = entries.filter((entry) => allowFault(entry) === null);
  const networks = good.map(readNetwork).filter((network): network is Network => network !== null);
  const hosts = new Set(good.filter((entry) => readNetwork(entry) === null).map((host) => host.toLowerCase()));
  return {
    isNamed: (host) => hosts.has(host.toLowerCase()),
    isInNetwork: (address) => {
      const bytes = addressBytes(address);
      return bytes !== null && networks.some((network) => isIn(network, bytes));
    },
  };
}
