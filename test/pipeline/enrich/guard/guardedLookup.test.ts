import { describe, expect, it } from 'vitest';
import { allowList } from '../../../../src/pipeline/enrich/guard/allowList.ts';
import { guardedLookup, type Resolve } from '../../../../src/pipeline/enrich/guard/guardedLookup.ts';
import { GuardRefusal } from '../../../../src/pipeline/enrich/guard/guardRefusal.ts';
import { readTarget } from '../../../../src/pipeline/enrich/guard/readTarget.ts';

/** Looks up, and connects to nobody. */
async function lookup(url: string, entries: string[], ...answers: string[][]): Promise<string[] | string> {
  const allow = allowList(entries);
  let calls = 0;
  const resolve: Resolve = async () => {
    const answer = answers[Math.min(calls, answers.length - 1)] ?? [];
    calls += 1;
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  try {
    const found = await guardedLookup(readTarget(url, allow), allow, resolve);
    expect(calls).toBeLessThan(2);
    return found.map(({ address }) => address);
  } catch (error) {
    if (error instanceof GuardRefusal) return error.message;
    throw error;
  }
}

describe('the addresses of a link', () => {
  it.each([
    ['http://wiki.example.com/', [], [['1.1.1.1', '2606:4700::1']], ['1.1.1.1', '2606:4700::1']],
    // What the resolver would say next time is not asked for.
    ['http://rebind.example.com/', [], [['1.1.1.1'], ['127.0.0.1']], ['1.1.1.1']],
    ['https://1.1.1.1/', [], [], ['1.1.1.1']],
    ['https://[2606:4700::1]/', [], [], ['2606:4700::1']],
    [
      'http://wiki.corp.example/',
      ['wiki.corp.example'],
      [['10.1.2.3', 'fd12::1', '100.64.0.1']],
      ['10.1.2.3', 'fd12::1', '100.64.0.1'],
    ],
    ['http://wiki.corp.example/', ['10.1.0.0/16'], [['10.1.2.3']], ['10.1.2.3']],
    ['http://wiki/', ['wiki'], [['192.168.1.1']], ['192.168.1.1']],
    ['http://WIKI.corp.example:8090/', ['wiki.corp.example'], [['1.1.1.1']], ['1.1.1.1']],
    ['http://wiki.corp.example:8090/', ['10.0.0.0/8'], [['10.1.2.3']], ['10.1.2.3']],
    ['http://10.1.2.3:8090/', ['10.0.0.0/8'], [], ['10.1.2.3']],
    ['http://wiki.example.com:8443/', [], [['1.1.1.1']], ['1.1.1.1']],
  ])('%s with %j', async (url, entries, answers, addresses) => {
    expect(await lookup(url, entries, ...answers)).toEqual(addresses);
  });

  it.each([
    ['http://wiki.corp.example/', [], [['10.1.2.3']], 'wiki.corp.example leads to this: 10.1.2.3 is a private address'],
    [
      'http://wiki.corp.example/',
      ['10.2.0.0/16'],
      [['10.1.2.3']],
      'wiki.corp.example leads to this: 10.1.2.3 is a private address',
    ],
    [
      'http://other.corp.example/',
      ['wiki.corp.example'],
      [['10.1.2.3']],
      'other.corp.example leads to this: 10.1.2.3 is a private address',
    ],
    [
      'http://wiki.corp.example/',
      ['wiki.corp.example'],
      [['127.0.0.1']],
      'wiki.corp.example leads to this: 127.0.0.1 is this machine',
    ],
    [
      'http://wiki.corp.example/',
      ['wiki.corp.example'],
      [['169.254.1.1']],
      'wiki.corp.example leads to this: 169.254.1.1 is a link-local address',
    ],
    [
      'http://wiki.corp.example/',
      ['wiki.corp.example', '169.254.0.0/16'],
      [['169.254.169.254']],
      "wiki.corp.example leads to this: 169.254.169.254 is a cloud's metadata address",
    ],
    [
      'http://wiki.example.com:8090/',
      [],
      [['1.1.1.1']],
      'port 8090 of wiki.example.com is none that wikis have: 80, 443, 8080, 8443',
    ],
    [
      'http://wiki.example.com:8090/',
      ['10.0.0.0/8'],
      [['10.0.0.1', '1.1.1.1']],
      'port 8090 of wiki.example.com is none that wikis have: 80, 443, 8080, 8443',
    ],
    ['https://1.1.1.1:25/', [], [], 'port 25 of 1.1.1.1 is none that wikis have: 80, 443, 8080, 8443'],
  ])('%s with %j is refused', async (url, entries, answers, why) => {
    expect(await lookup(url, entries, ...answers)).toBe(why);
  });
});
