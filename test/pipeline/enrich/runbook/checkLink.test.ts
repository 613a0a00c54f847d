import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { allowList } from '../../../../src/pipeline/enrich/guard/allowList.ts';
import { checkLink } from '../../../../src/pipeline/enrich/runbook/checkLink.ts';

const NOW = 1_772_445_600_000;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function check(link: string, allow = ['127.0.0.1'], timeoutMs = 2_000): Promise<string> {
  const resolve = async (): Promise<never> => {
    throw Object.assign(new Error('nobody'), { code: 'ENOTFOUND' });
  };
  const health = await checkLink(link, {
    allow: allowList(allow),
    now: NOW,
    signal: new AbortController().signal,
    resolve,
    timeoutMs,
  });
  expect(health.checkedAt).toBe(NOW);
  return `${health.status}: ${health.because}`;
}

describe('a link that is checked', () => {
  it('is asked for, its place in the page too', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/gone') return void response.writeHead(404).end();
      if (request.url === '/private') return void response.writeHead(302, { Location: '/login' }).end();
      if (request.url === '/old') return void response.writeHead(301, { Location: '/new' }).end();
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<h1 id="a">A</h1>');
    });
    expect(await check(`${url}/x`)).toBe('ok: ');
    expect(await check(`${url}/x#a`)).toBe('ok: ');
    expect(await check(`${url}/x#b`)).toBe('no_anchor: has no #b');
    expect(await check(`${url}/gone`)).toBe('gone: answers 404');
    expect(await check(`${url}/private`)).toBe(`login: it leads to ${url.slice(7)}/login`);
    expect(await check(`${url}/old`)).toBe(`moved: moved for good to ${url}/new`);
  });

  it('is found in a long page without reading all of it', async () => {
    const url = await serve((_, response) => {
      response.setHeader('Content-Type', 'text/html').write(`<h1 id="a">A</h1>${'x'.repeat(100_000)}`);
    });
    expect(await check(`${url}/#a`)).toBe('ok: ');
  });

  it('is broken where nobody answers', async () => {
    const silent = await serve(() => {});
    expect(await check(silent, ['127.0.0.1'], 100)).toBe('broken: did not answer within 0.1 s');
    const reset = await serve((request) => void request.socket.resetAndDestroy());
    expect(await check(reset)).toBe('broken: cannot be reached (ECONNRESET)');
    const plain = await serve((_, response) => void response.end());
    expect(await check(plain.replace('http:', 'https:'))).toMatch(/^broken: cannot be reached \((?:ERR_SSL|EPROTO)/);
    expect(await check('https://wiki.example.com/')).toBe('broken: cannot be reached (ENOTFOUND)');
    const loop = await serve((_, response) => void response.writeHead(302, { Location: '/' }).end());
    expect(await check(loop)).toBe('broken: redirects more than 3 times');
  });

  it('is not asked for where the rules refuse it', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.end();
    });
    expect(await check(url, [])).toBe('refused: was not asked: 127.0.0.1 is this machine');
    expect(await check('no link', [])).toBe('refused: was not asked: the link holds a blank, a backslash or what cannot be seen');
    expect(requests).toBe(0);
  });

  it('ends with what ends it', async () => {
    const url = await serve(() => {});
    const ending = new AbortController();
    const checked = checkLink(url, { allow: allowList(['127.0.0.1']), now: NOW, signal: ending.signal });
    ending.abort(new Error('the end'));
    await expect(checked).rejects.toThrow('the end');
  });
});
