import { lookup as askResolver } from 'node:dns/promises';
import type { AllowList } from './allowList.ts';
import { GuardRefusal } from './guardRefusal.ts';
import { checkAddress, checkPort, type Target } from './readTarget.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host. Rejects as `dns.promises.lookup` does. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

/** As the system resolves names: `/etc/hosts` included. */
export const systemResolve: Resolve = async (host) => {
  const found = await askResolver(host, { all: true, order: 'ipv4first' });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * The addresses that may be connected to for a target: resolved here, once, and every one of them judged. A host of which one address
 * is refused is refused.
 * @throws GuardRefusal, or what `resolve` rejects with
 */
export async function guardedLookup(target: Target, allow: AllowList, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  const { host, isAddress, isListed } = target;
  if (isAddress) {
    checkPort(target, isListed);
    return [{ address: host, family: host.includes(':') ? 6 : 4 }];
  }
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new GuardRefusal(`${host} has no address`);
  for (const { address } of addresses) {
    try {
      checkAddress(address, allow.isInNetwork(address), isListed);
    } catch (error) {
      throw error instanceof GuardRefusal ? new GuardRefusal(`${host} leads to this: ${error.message}`) : error;
    }
  }
  checkPort(
    target,
    addresses.every(({ address }) => allow.isInNetwork(address)),
  );
  return addresses;
}
