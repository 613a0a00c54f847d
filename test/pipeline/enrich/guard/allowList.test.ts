import { describe, expect, it } from 'vitest';
import { allowFault, allowList } from '../../../../src/pipeline/enrich/guard/allowList.ts';

describe('what is allowed', () => {
  it.each([
    'wiki',
    'wiki.corp.example',
    'WIKI.corp.example',
    '10.0.0.0/8',
    '10.1.2.3',
    '127.0.0.1',
    'fd00::/8',
    '::1',
    '169.254.0.0/16',
  ])('%s is an entry', (entry) => expect(allowFault(entry)).toBeNull());

  it.each([
    ['0.0.0.0/0', 'is too wide: at least /8'],
    ['::/0', 'is too wide: at least /7'],
    ['169.254.169.254', "is a cloud's metadata address, which is never asked"],
    ['10.0.0.0/40', 'is neither a host nor a network; ports and paths are not part of it'],
    ['wiki.corp.example:8090', 'is neither a host nor a network; ports and paths are not part of it'],
    ['https://wiki.corp.example', 'is neither a host nor a network; ports and paths are not part of it'],
    ['127.1', 'is not an address as addresses are written'],
    ['0x7f000001', 'is not an address as addresses are written'],
    ['*.corp.example', 'is neither a host nor a network'],
    ['wiki.', 'is neither a host nor a network'],
    ['', 'is neither a host nor a network'],
  ])('%s: %s', (entry, fault) => expect(allowFault(entry)).toBe(fault));

  it('is these hosts and networks and no others', () => {
    const allow = allowList(['Wiki.corp.example', '10.1.0.0/16', '0.0.0.0/0']);
    expect(['wiki.corp.example', 'WIKI.CORP.EXAMPLE', 'corp.example', 'a.wiki.corp.example'].map(allow.isNamed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['10.1.255.1', '10.2.0.1', '8.8.8.8', '::ffff:10.1.0.1', 'wiki'].map(allow.isInNetwork)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
