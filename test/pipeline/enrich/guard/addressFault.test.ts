import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBytes } from '../../../../src/pipeline/enrich/guard/addressBytes.ts';
import { addressFault } from '../../../../src/pipeline/enrich/guard/addressFault.ts';
import { isIn, readNetwork } from '../../../../src/pipeline/enrich/guard/network.ts';

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '169.253.255.255',
    '223.255.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '9.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82a::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2600::5efe:808:808',
  ])('%s may be asked', (address) => {
    expect(addressFault(address)).toBeNull();
  });

  it.each([
    ['10.0.0.1', 'a private address'],
    ['10.255.255.255', 'a private address'],
    ['172.16.0.1', 'a private address'],
    ['172.31.255.255', 'a private address'],
    ['192.168.1.1', 'a private address'],
    ['127.0.0.1', 'this machine'],
    ['127.255.255.254', 'this machine'],
    ['0.0.0.0', 'an unspecified address'],
    ['0.1.2.3', 'an unspecified address'],
    ['169.254.1.1', 'a link-local address'],
    ['169.254.169.254', "a cloud's metadata address"],
    ['169.254.170.2', "a cloud's metadata address"],
    ['100.100.100.200', "a cloud's metadata address"],
    ['168.63.129.16', "a cloud's metadata address"],
    ['192.0.0.192', "a cloud's metadata address"],
    ['fd00:ec2::254', "a cloud's metadata address"],
    ['100.64.0.1', 'an address of a carrier (100.64.0.0/10)'],
    ['100.127.255.255', 'an address of a carrier (100.64.0.0/10)'],
    ['192.0.2.7', 'an address for documentation'],
    ['198.51.100.7', 'an address for documentation'],
    ['203.0.113.7', 'an address for documentation'],
    ['198.18.0.1', 'an address for benchmarks'],
    ['224.0.0.1', 'a multicast address'],
    ['239.255.255.255', 'a multicast address'],
    ['240.0.0.1', 'a reserved address'],
    ['255.255.255.255', 'a reserved address'],
    ['::', 'an unspecified address'],
    ['::1', 'this machine'],
    ['::2', 'an IPv4 address in an old dress'],
    ['::127.0.0.1', 'an IPv4 address in an old dress'],
    ['fc00::1', 'a private address'],
    ['fdff:ffff::1', 'a private address'],
    ['fe80::1', 'a link-local address'],
    ['febf::1', 'a link-local address'],
    ['fec0::1', 'a site-local address'],
    ['ff02::1', 'a multicast address'],
    ['2001:db8::1', 'an address for documentation'],
    ['3fff::1', 'an address for documentation'],
    ['2001::1', 'a reserved address'],
    ['100::1', 'no address of the internet'],
    ['4000::1', 'no address of the internet'],
    ['::ffff:127.0.0.1', 'this machine'],
    ['::ffff:7f00:1', 'this machine'],
    ['::ffff:169.254.169.254', "a cloud's metadata address"],
    ['::ffff:0:10.0.0.1', 'a private address'],
    ['64:ff9b::10.0.0.1', 'a private address'],
    ['64:ff9b::a9fe:a9fe', "a cloud's metadata address"],
    ['64:ff9b:1::1', 'a translated address'],
    ['2002:7f00:1::', 'this machine'],
    ['2002:a9fe:a9fe::1', "a cloud's metadata address"],
    ['2002:c0a8:101::1', 'a private address'],
    ['2600::5efe:10.0.0.1', 'a private address'],
    ['2600::200:5efe:127.0.0.1', 'this machine'],
    ['fe80::1%eth0', 'no address'],
    ['127.1', 'no address'],
    ['0177.0.0.1', 'no address'],
    ['2130706433', 'no address'],
    ['', 'no address'],
  ])('%s is %s', (address, what) => {
    expect(addressFault(address)?.what).toBe(what);
  });

  it('is read as the system reads it, and nothing else is', () => {
    const pieces = fc.constantFrom(':', '::', '.', '0', '1', 'ffff', '255', '256', '01', 'g', '10.0.0.1', '%', '/');
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = addressBytes(text);
        const expected = text.includes('%') ? 0 : isIP(text);
        expect(bytes === null ? 0 : bytes.length === 4 ? 4 : 6).toBe(expected);
        // By another reader of the same: the URL parser writes an address its one way.
        if (bytes?.length === 16) expect(new URL(`http://[${text}]/`).hostname).toBe(new URL(`http://[${hex(bytes)}]/`).hostname);
      }),
      { numRuns: 3_000 },
    );
  });

  it('lies in a network by its first bits', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (one, other, bits) => {
        const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
        const same = Math.floor(number(one) / 2 ** (32 - bits)) === Math.floor(number(other) / 2 ** (32 - bits));
        const network = readNetwork(`${one}/${bits}`);
        expect(network && isIn(network, addressBytes(other) ?? [])).toBe(same);
      }),
    );
    for (const wrong of ['10.0.0.0/33', '10.0.0.0/8/8', '10.0.0/8', 'fd00::/129', '10.0.0.0/', '10.0.0.0/-1', 'wiki'])
      expect(readNetwork(wrong)).toBeNull();
  });
});

function hex(bytes: readonly number[]): string {
  return Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(':');
}
