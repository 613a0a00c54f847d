import { addressBytes } from './addressBytes.ts';
import { isIn, type Network, readNetwork } from './network.ts';

export interface AddressFault {
  /** `a private address`: after "is". */
  readonly what: string;
  /** `never`: whatever is allowed. `named`: only where its network is allowed, not for a host's name. `inside`: a name is enough. */
  readonly unless: 'never' | 'named' | 'inside';
}

type Row = readonly [network: string, what: string, unless: AddressFault['unless']];

/** Where clouds give out credentials. The last but one is Azure's, and looks like any other public address. */
const METADATA: readonly Row[] = [
  '169.254.169.254/32',
  '169.254.170.2/32',
  '169.254.170.23/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
].map((network) => [network, "a cloud's metadata address", 'never'] as const);

/** https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry. */
const SPECIAL: readonly Row[] = [
  ...METADATA,
  ['0.0.0.0/8', 'an unspecified address', 'never'],
  ['10.0.0.0/8', 'a private address', 'inside'],
  ['100.64.0.0/10', 'an address of a carrier (100.64.0.0/10)', 'inside'],
  ['127.0.0.0/8', 'this machine', 'named'],
  ['169.254.0.0/16', 'a link-local address', 'named'],
  ['172.16.0.0/12', 'a private address', 'inside'],
  ['192.0.0.0/24', 'a reserved address', 'never'],
  ['192.0.2.0/24', 'an address for documentation', 'never'],
  ['192.88.99.0/24', 'a reserved address', 'never'],
  ['192.168.0.0/16', 'a private address', 'inside'],
  ['198.18.0.0/15', 'an address for benchmarks', 'named'],
  ['198.51.100.0/24', 'an address for documentation', 'never'],
  ['203.0.113.0/24', 'an address for documentation', 'never'],
  ['224.0.0.0/4', 'a multicast address', 'never'],
  ['240.0.0.0/4', 'a reserved address', 'never'],
  ['::/128', 'an unspecified address', 'never'],
  ['::1/128', 'this machine', 'named'],
  ['64:ff9b:1::/48', 'a translated address', 'never'],
  ['2001::/23', 'a reserved address', 'never'],
  ['2001:db8::/32', 'an address for documentation', 'never'],
  ['3fff::/20', 'an address for documentation', 'never'],
  ['fc00::/7', 'a private address', 'inside'],
  ['fe80::/10', 'a link-local address', 'named'],
  ['fec0::/10', 'a site-local address', 'named'],
  ['ff00::/8', 'a multicast address', 'never'],
];

const FAULTS = SPECIAL.map(([network, what, unless]) => ({
  network: known(network),
  fault: { what, unless } satisfies AddressFault,
}));

/** IPv6 networks that hold an IPv4 address, and at which byte. */
const EMBEDDED = [
  ['::ffff:0:0/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
].map(([network, at]) => ({ network: known(String(network)), at: Number(at) }));

const GLOBAL = known('2000::/3');
const COMPATIBLE = known('::/96');

/** Why an address is not to be asked; null for a public one. What an IPv6 address holds is judged as the IPv4 address that it is. */
export function addressFault(address: string): AddressFault | null {
  const bytes = addressBytes(address);
  return bytes ? bytesFault(bytes) : { what: 'no address', unless: 'never' };
}

function bytesFault(bytes: readonly number[]): AddressFault | null {
  const special = FAULTS.find(({ network }) => isIn(network, bytes));
  if (special) return special.fault;
  if (bytes.length === 4) return null;
  for (const { network, at } of EMBEDDED) if (isIn(network, bytes)) return bytesFault(bytes.slice(at, at + 4));
  if (isIn(COMPATIBLE, bytes)) return { what: 'an IPv4 address in an old dress', unless: 'never' };
  if (!isIn(GLOBAL, bytes)) return { what: 'no address of the internet', unless: 'never' };
  // ISATAP: the last four bytes are an IPv4 address, whatever network they are reached by.
  const isIsatap = ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isIsatap ? bytesFault(bytes.slice(12)) : null;
}

function known(text: string): Network {
  const network = readNetwork(text);
  if (!network) throw new Error(`${text} is no network`);
  return network;
}
