import type { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CliExit } from '../../src/cli/cliExit.ts';
import { listen } from '../../src/http/listen.ts';
import { askApp } from '../askApp.ts';
import { openTestDatabase } from '../openTestDatabase.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';
import { runDemo } from './runDemo.ts';

const list = z.object({ items: z.array(z.object({ status: z.string() })) });
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(yaml: string): Promise<TestApp & { url: string }> {
  const database = await openTestDatabase('pglite');
  cleanups.push(() => database.close());
  const started = await startTestApp({ database, yaml });
  const server = await listen(started.app.http, { host: '127.0.0.1', port: 0 });
  cleanups.push(() => server.close(0));
  return { ...started, url: `http://${server.address}` };
}

describe('demo and its silence', () => {
  const silencesOf = async ({ app }: TestApp, token = '') =>
    list.parse((await askApp(app, 'GET', '/api/v1/silences', undefined, token)).body).items;

  it('makes none where the server takes no webhook', async () => {
    const server = await startServer(`
server: { allow_anonymous: true, api_tokens: [{ name: ada, role: responder, token: adas-token }] }
integrations: [{ name: prod, type: alertmanager, token: the-token }]
`);
    const { code } = await runDemo(server, ['--url', server.url, '--send'], { TOCSIN_TOKEN: 'adas-token' });
    expect(code).toBe(1);
    expect(await silencesOf(server, 'adas-token')).toEqual([]);
  });

  it.each([
    [
      'fails',
      'the wires were cut',
      () => {
        throw new CliExit(1, 'the wires were cut');
      },
    ],
    ['is stopped', 'the demo was stopped', (signals: EventEmitter) => signals.emit('SIGINT')],
  ])('ends it when the demo %s', async (_, words, trouble) => {
    const server = await startServer('server: { allow_anonymous: true }');
    const ended = await runDemo(server, ['--url', server.url], {}, (waited, signals) => {
      if (waited === 5) trouble(signals);
    });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
    expect(ended.stdout).not.toContain('It is over');
    expect(await silencesOf(server)).toMatchObject([{ status: 'expired' }]);
  });
});
