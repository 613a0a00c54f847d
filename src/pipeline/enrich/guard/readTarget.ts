import { isIP } from 'node:net';
import { addressFault } from './addressFault.ts';
import type { AllowList } from './allowList.ts';
import { GuardRefusal } from './guardRefusal.ts';

/** Where a URL leads, by its text alone. */
export interface Target {
  readonly url: URL;
  /** Without brackets. */
  readonly host: string;
  readonly isAddress: boolean;
  readonly port: number;
  /** `allow` has it by name, or its network where it is an address. */
  readonly isListed: boolean;
}

const LONGEST = 2_000;
const PORTS = [80, 443, 8080, 8443];
/** Names for this machine and for where a cloud gives out credentials; no resolver needs to be asked. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)localhost$/, 'is this machine'],
  [/^(?:localhost6?|ip6-localhost|ip6-loopback|broadcasthost)(?:\.localdomain\d?)?$/, 'is this machine'],
  [/^(?:metadata|instance-data)(?:\.google\.internal|\.goog|\.ec2\.internal)?$/, "is a cloud's metadata address"],
];

/**
 * Reads a URL that somebody else wrote. What is written oddly is refused even where it means something harmless: numbers for an address,
 * a user name, a dot at the end of the host, a backslash.
 * @throws GuardRefusal
 */
export function readTarget(text: string, allow: AllowList): Target {
  if (text.length > LONGEST) throw new GuardRefusal(`the link is longer than ${LONGEST} characters`);
  if (/[\s\p{C}\\]/u.test(text)) throw new GuardRefusal('the link holds a blank, a backslash or what cannot be seen');
  if (!URL.canParse(text)) throw new GuardRefusal('the link is no address');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new GuardRefusal(`${url.protocol} is neither http nor https`);
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? [];
  if (authority === '') throw new GuardRefusal('the link has no host as hosts are written');
  if (authority.includes('@')) throw new GuardRefusal('the link holds a user name');
  const written = authority.replace(/:\d*$/, '').toLowerCase();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (written.endsWith('.') || host.endsWith('.')) throw new GuardRefusal(`${written} ends with a dot`);
  const isAddress = isIP(host) !== 0;
  if (written.includes('%') || (isIP(host) === 4 && written !== host)) throw new GuardRefusal(`${written} is written oddly`);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const isListed = isAddress ? allow.isInNetwork(host) : allow.isNamed(host);
  if (isAddress) checkAddress(host, isListed, false);
  else if (!isListed) checkName(host);
  return { url, host, isAddress, port, isListed };
}

/**
 * Whether an address may be asked. `isNamed`: its host is allowed by its name.
 * @throws GuardRefusal
 */
export function checkAddress(address: string, isInNetwork: boolean, isNamed: boolean): void {
  const fault = addressFault(address);
  if (!fault) return;
  if (fault.unless !== 'never' && (isInNetwork || (isNamed && fault.unless === 'inside'))) return;
  throw new GuardRefusal(`${address} is ${fault.what}`);
}

/** @throws GuardRefusal */
export function checkPort({ host, port, isListed }: Target, isInNetwork: boolean): void {
  if (PORTS.includes(port) || isListed || isInNetwork) return;
  throw new GuardRefusal(`port ${port} of ${host} is none that wikis have: ${PORTS.join(', ')}`);
}

function checkName(host: string): void {
  const [, what] = NAMES.find(([name]) => name.test(host)) ?? [];
  if (what !== undefined) throw new GuardRefusal(`${host} ${what}`);
  if (!host.includes('.')) throw new GuardRefusal(`${host} is a name inside this network`);
}
