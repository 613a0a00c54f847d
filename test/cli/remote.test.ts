import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CliExit } from '../../src/cli/cliExit.ts';
import { openRemote } from '../../src/cli/remote.ts';
import { NOBODY } from '../fakes/nobody.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A server that answers everything alike, and what it was asked. */
async function answering(status: number, body: string): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization ?? null]);
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function failure(promise: Promise<unknown>): Promise<{ code: number; message: string }> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliExit)) throw new Error(`not refused by a CliExit: ${String(error)}`);
  return error;
}

const answer = z.object({ ok: z.boolean() });

describe('a running server, asked from the command line', () => {
  it('is asked with the token of the environment', async () => {
    const { url, asked } = await answering(200, '{"ok":true}');
    const remote = openRemote({ env: { TOCSIN_URL: `${url}/`, TOCSIN_TOKEN: 'secret' } }, {});
    expect(await remote.ask(answer, 'GET', '/api/v1/silences')).toEqual({ ok: true });
    expect(asked).toEqual([['GET', '/api/v1/silences', 'Bearer secret']]);
  });

  const refusal = (message: string): string => JSON.stringify({ error: { code: 'x', message, details: [] } });
  it.each([
    [400, refusal('the end is in the past'), 2, 'the end is in the past'],
    [401, refusal('who are you'), 1, 'TOCSIN_TOKEN'],
    [403, refusal('it needs a responder'), 1, 'it needs a responder'],
    [503, refusal('no database'), 1, 'no database'],
    [202, '{"entry":"e"}', 1, 'not decided it yet'],
    [302, '', 1, 'not a Tocsin'],
    [200, '<html>', 1, 'not a Tocsin'],
    [200, '{"other":1}', 1, 'not a Tocsin'],
  ])('answers %s %s: exit %s', async (status, body, code, words) => {
    const { url } = await answering(status, body);
    const error = await failure(openRemote({ env: {} }, { url }).ask(answer, 'POST', '/api/v1/silences', {}));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(url);
  });

  it('names an address at which nothing answers, and one that is none', async () => {
    const nobody = openRemote({ env: {} }, { url: NOBODY });
    expect((await failure(nobody.ask(answer, 'GET', '/api/v1/silences'))).message).toContain(`${NOBODY} (ECONNREFUSED)`);
    expect(() => openRemote({ env: {} }, { url: 'ftp://x' })).toThrow('--url is not the address of a server');
  });
});
