import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../src/store/open.ts';
import { askApp, whileDeciding } from './askApp.ts';
import { openTestDatabase } from './openTestDatabase.ts';
import { startTestApp } from './startTestApp.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());

const TOKEN = 'integrations: [{ name: prod, type: alertmanager, token: prod-token }]\n';
const OTHERS = 'server: { listen: "0.0.0.0:9195" }\n';

it('names what waits for a restart until it is changed back, however often it is reloaded', async () => {
  let yaml = '';
  const { app, logged } = await startTestApp({ database, yaml: '{}', edited: () => yaml });
  const reload = async (text: string) => {
    yaml = text;
    return whileDeciding(app, app.reload(false));
  };
  for (const _ of [1, 2]) expect(await reload('server: { listen: ":1" }')).toMatchObject({ needsRestart: ['server.listen'] });
  expect(logged.filter(({ keys }) => keys)).toMatchObject([
    { level: 'warning', message: 'server.listen: changed, and in force only after a restart' },
    { level: 'warning' },
  ]);
  expect(await reload('{}')).toMatchObject({ needsRestart: [] });
  expect(logged.filter(({ keys }) => keys)).toHaveLength(2);
  await app.close();
});

it('lets nobody in without a credential because of an address that is not listened on yet', async () => {
  const { app } = await startTestApp({ database, yaml: TOKEN + OTHERS, edited: () => 'server: { listen: "127.0.0.1:9195" }' });
  const status = async () => (await askApp(app, 'GET', '/api/v1/incidents')).status;
  expect(await status()).toBe(401);
  await whileDeciding(app, app.reload(true));
  expect(await status()).toBe(401);
  await app.close();
});
