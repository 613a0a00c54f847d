import { afterEach, expect, test } from 'vitest';
import { type FakeServer, startFakeServer } from './fakeServer.ts';

let fake: FakeServer;
afterEach(() => fake.close());

const post = (url: string): Promise<Response> => fetch(url, { method: 'POST', body: '{}' });

test.each([
  ['of a service without a path', '/v2/enqueue'],
  ['of another stand-in', '/00000000-0000-4000-8000-000000000000/v2/enqueue'],
])('what is for an earlier owner of the port, %s, is turned away and counts for nothing', async (_, path) => {
  fake = await startFakeServer({
    answer: ({ path: asked }, violations) => {
      violations.push(`unexpected ${asked}`);
      return { status: 400, body: '' };
    },
  });
  fake.fail('hang');
  expect((await post(new URL(path, fake.url).href)).status).toBe(404);
  expect(fake.history).toEqual([]);
  expect(fake.violations).toEqual([]);
  expect(() => fake.assertClean()).toThrow('1 scripted failures were not met');
});

test('what is for it is told by its path below the address', async () => {
  fake = await startFakeServer({ answer: ({ path }) => ({ status: 200, body: path }) });
  expect(await (await post(`${fake.url}/v2/enqueue?a=1`)).text()).toBe('/v2/enqueue?a=1');
  expect(fake.history).toMatchObject([{ method: 'POST', path: '/v2/enqueue?a=1', outcome: 200 }]);
});
