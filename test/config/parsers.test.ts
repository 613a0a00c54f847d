import { describe, expect, it } from 'vitest';
import { closest } from '../../src/config/closest.ts';
import { parseListen } from '../../src/config/listen.ts';
import { pathName } from '../../src/config/pathName.ts';
import { redact } from '../../src/config/redact.ts';
import { parseSize } from '../../src/config/size.ts';

describe('parseSize', () => {
  it.each([
    ['64MiB', 67_108_864],
    ['1 KiB', 1_024],
    ['2GiB', 2_147_483_648],
    ['500KB', 500_000],
    ['10B', 10],
    ['1024', 1_024],
    ['1.5MiB', null],
    ['64M', null],
    ['MiB', null],
    ['-1', null],
    ['', null],
    ['99999999999GiB', null],
  ])('%o: %o', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
});

describe('parseListen', () => {
  it.each([
    ['127.0.0.1:9195', { host: '127.0.0.1', port: 9195 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:80', { host: '::1', port: 80 }],
    [':9195', { host: '0.0.0.0', port: 9195 }],
    ['9195', null],
    ['::1:80', null],
    ['localhost', null],
    ['localhost:65536', null],
    ['http://localhost:80', null],
    ['a b:80', null],
    ['', null],
  ])('%o: %o', (text, listen) => {
    expect(parseListen(text)).toEqual(listen);
  });
});

describe('closest', () => {
  it.each([
    ['reciever', 'receiver'],
    ['recievers', 'receivers'],
    ['RECEIVER', 'receiver'],
    ['rout', 'route'],
    ['routs', 'route'],
    ['warn', 'warning'],
    ['email_configs', null],
    ['xyz', null],
  ])('%s: %o', (word, meant) => {
    expect(closest(word, ['receiver', 'receivers', 'route', 'slack_configs', 'warning'])).toBe(meant);
  });
});

describe('pathName', () => {
  it.each([
    [[], ''],
    [['route', 'routes', 0, 'receiver'], 'route.routes[0].receiver'],
    [['severities', 'P 1'], 'severities["P 1"]'],
  ])('%o: %s', (path, name) => {
    expect(pathName(path)).toBe(name);
  });
});

describe('redact', () => {
  it('takes the longest secret first, and leaves short words alone', () => {
    const secrets = ['pass', 'passphrase', 'a'].map((value) => ({ value, shown: '***' }));
    expect(redact('a passphrase and a pass$&', secrets)).toBe('a *** and a ***$&');
  });
});
