import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { allowList } from '../../../../src/pipeline/enrich/guard/allowList.ts';
import { type GuardedOptions, guardedGet } from '../../../../src/pipeline/enrich/guard/guardedGet.ts';
import type { Resolve } from '../../../../src/pipeline/enrich/guard/guardedLookup.ts';
import { GuardRefusal } from '../../../../src/pipeline/enrich/guard/guardRefusal.ts';
import { SourceError } from '../../../../src/pipeline/enrich/sourceError.ts';
import { REFUSED_URLS } from './refusedUrls.ts';

/** Nobody may come here. */
let canary: Server;
let connections = 0;
let port = 0;
const servers: Server[] = [];

beforeAll(async () => {
  canary = createTcp((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done));
  port = (canary.address() as AddressInfo).port;
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  canary.close();
  expect(connections).toBe(0);
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const nobody: Resolve = async (host) => {
  throw Object.assign(new Error(`${host} is asked for`), { code: 'ENOTFOUND' });
};
const to =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

function get(url: string, options: Partial<GuardedOptions> & { entries?: string[] } = {}) {
  const { entries = [], ...more } = options;
  const signal = new AbortController().signal;
  return guardedGet(url, { allow: allowList(entries), resolve: nobody, signal, timeoutMs: 5_000, ...more });
}

async function refusal(url: string, options: Parameters<typeof get>[1] = {}): Promise<string> {
  const error: unknown = await get(url, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GuardRefusal);
  return (error as Error).message;
}

describe('a link that is refused', () => {
  it.each(REFUSED_URLS)('%j: %s', async (url, why) => {
    expect(await refusal(url.replace('PORT', String(port)))).toContain(why);
    expect(connections).toBe(0);
  });

  it.each([
    ['127.0.0.1', 'wiki.example.com leads to this: 127.0.0.1 is this machine'],
    ['::ffff:127.0.0.1', 'is this machine'],
    ['10.0.0.7', 'is a private address'],
    ['169.254.169.254', "is a cloud's metadata address"],
    ['nonsense', 'is no address'],
  ])('a name that leads to %s', async (address, why) => {
    expect(await refusal(`http://wiki.example.com:${port}/`, { resolve: to(address) })).toContain(why);
    // One of several is enough, wherever it stands.
    expect(await refusal('http://wiki.example.com/', { resolve: to('1.1.1.1', address) })).toContain(why);
  });

  it('a name that nobody has, or that has no address', async () => {
    await expect(get('http://wiki.example.com/')).rejects.toThrow(
      new SourceError('cannot be reached (ENOTFOUND)', 'unreachable'),
    );
    expect(await refusal('http://wiki.example.com/', { resolve: to() })).toContain('has no address');
  });

  it('asks once for a name, so that a second answer cannot differ', async () => {
    // On the canary's own port, at another address of this machine: whoever resolves again comes to the canary.
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      if (request.url === '/again') response.writeHead(302, { Location: '/' }).end();
      else response.end();
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(port, '127.0.0.2', done));
    const asked: string[] = [];
    const rebinding: Resolve = async (host) => {
      asked.push(host);
      return [{ address: asked.length === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    const options = { resolve: rebinding, entries: ['127.0.0.2'] };
    expect((await get(`http://rebind.example.com:${port}/`, options)).status).toBe(200);
    expect(asked).toEqual(['rebind.example.com']);
    asked.length = 0;
    // A redirect is a new question, and its answer is judged anew.
    expect(await refusal(`http://rebind.example.com:${port}/again`, options)).toBe(
      'rebind.example.com leads to this: 127.0.0.1 is this machine',
    );
    expect(paths).toEqual(['/', '/again']);
    expect(connections).toBe(0);
  });

  it('is not made good by its name where the address is the machine itself or gives out credentials', async () => {
    const entries = ['wiki.corp.example'];
    expect(await refusal(`http://wiki.corp.example:${port}/`, { entries, resolve: to('127.0.0.1') })).toContain('this machine');
    expect(
      await refusal('http://wiki.corp.example/', { entries: [...entries, '169.254.0.0/16'], resolve: to('169.254.169.254') }),
    ).toContain('metadata');
  });
});

describe('a link that may be asked', () => {
  const entries = ['127.0.0.1'];

  it('is asked plainly, at the address that was judged', async () => {
    const seen: { url?: string | undefined; headers: NodeJS.Dict<string | string[]> }[] = [];
    const own = await serve((request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      response.setHeader('Set-Cookie', 'a=b').setHeader('Content-Type', 'text/html').end('<p>ä</p>');
    });
    const answer = await get(`http://wiki.corp.example:${own}/x?y#z`, { entries, resolve: to('127.0.0.1') });
    expect(answer).toMatchObject({ status: 200, text: '<p>ä</p>', isCut: false, redirects: [], contentType: 'text/html' });
    expect(seen).toEqual([
      {
        url: '/x?y',
        headers: {
          host: `wiki.corp.example:${own}`,
          'user-agent': 'tocsin-link-check',
          accept: expect.any(String),
          'accept-encoding': 'identity',
          connection: 'close',
        },
      },
    ]);
  });

  it('is asked on any port where its network is listed, and on few where it is not', async () => {
    const own = await serve((_, response) => void response.end());
    expect((await get(`http://127.0.0.1:${own}/`, { entries })).status).toBe(200);
    expect(await refusal('http://wiki.corp.example:8090/', { resolve: to('1.1.1.1') })).toContain(
      'port 8090 of wiki.corp.example',
    );
  });

  it.each([
    ['http://169.254.169.254/latest/', "169.254.169.254 is a cloud's metadata address"],
    ['http://localhost:PORT/', 'localhost is this machine'],
    ['//[::1]:PORT/', '::1 is this machine'],
    ['http://2130706433:PORT/', '2130706433 is written oddly'],
    ['http://u:p@1.1.1.1/', 'the link holds a user name'],
    ['file:///etc/passwd', 'file: is neither http nor https'],
    ['/\\evil.example.com/', 'the link holds a blank, a backslash'],
    ['http://inner.example.com/', 'inner.example.com leads to this: 10.0.0.1 is a private address'],
  ])('is not followed to %s', async (location, why) => {
    const own = await serve(
      (_, response) => void response.writeHead(302, { Location: location.replace('PORT', String(port)) }).end(),
    );
    const said = await refusal(`http://127.0.0.1:${own}/`, { entries, resolve: to('10.0.0.1') });
    expect(said).toContain(why);
    expect(connections).toBe(0);
  });

  it('is followed three times, its place in the page with it', async () => {
    const own = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('there');
      else response.writeHead(step === 3 ? 301 : 307, { Location: `/${step - 1}` }).end();
    });
    const answer = await get(`http://127.0.0.1:${own}/3#part`, { entries });
    expect(answer.url.href).toBe(`http://127.0.0.1:${own}/0#part`);
    expect(answer.redirects.map(({ status }) => status)).toEqual([301, 307, 307]);
    await expect(get(`http://127.0.0.1:${own}/4`, { entries })).rejects.toThrow('redirects more than 3 times');
  });

  it('is read up to 256 KiB, however much comes', async () => {
    let sent = 0;
    const own = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      const more = (): void => {
        while (!response.destroyed && sent < 64 * 2 ** 20) {
          sent += 65_536;
          if (!response.write('x'.repeat(65_536))) return void response.once('drain', more);
        }
      };
      more();
    });
    const answer = await get(`http://127.0.0.1:${own}/`, { entries });
    expect(answer.text).toHaveLength(256 * 1024);
    expect(answer.isCut).toBe(true);
    expect(sent).toBeLessThan(32 * 2 ** 20);
  });

  it('is read no further than is needed, and not at all where it is no text or packed', async () => {
    const page = `<h1 id="a">${'x'.repeat(200_000)}`;
    const own = await serve((request, response) => {
      const packed = request.url === '/packed' ? { 'Content-Encoding': 'gzip' } : {};
      response.writeHead(200, { 'Content-Type': request.url === '/pdf' ? 'application/pdf' : 'text/html', ...packed }).end(page);
    });
    const wanted = await get(`http://127.0.0.1:${own}/`, { entries, isEnough: (text) => text.includes('id="a"') });
    expect(wanted.text.length).toBeLessThan(200_000);
    for (const path of ['pdf', 'packed'])
      expect(await get(`http://127.0.0.1:${own}/${path}`, { entries })).toMatchObject({ text: '', isCut: true });
  });

  it.each([
    ['never answers', () => {}],
    [
      'never ends',
      (_: unknown, response: { write(text: string): void; writeHead(status: number, head: object): void }) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.write('<p>');
      },
    ],
  ] as [string, RequestListener][])('is given up where it %s', async (_, listener) => {
    const own = await serve(listener);
    await expect(get(`http://127.0.0.1:${own}/`, { entries, timeoutMs: 150 })).rejects.toThrow(
      new SourceError('did not answer within 0.15 s', 'timeout'),
    );
  });

  it('is given up where its name is never resolved', async () => {
    await expect(get('http://wiki.example.com/', { resolve: () => new Promise(() => {}), timeoutMs: 100 })).rejects.toThrow(
      'did not answer within 0.1 s',
    );
  });
});
