import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/store/open.ts';
import { openTestDatabase } from '../../openTestDatabase.ts';
import { aPolicy } from '../../pipeline/aPolicy.ts';
import { tellStory } from '../api/storyFixture.ts';
import { closedPolicy, httpFixture, openPolicy } from '../httpFixture.ts';

const browser = { accept: 'text/html,application/xhtml+xml' };

const policy = () => aPolicy([]).source;

let empty: OpenDatabase;
let full: OpenDatabase;

beforeAll(async () => {
  empty = await openTestDatabase('pglite');
  full = await openTestDatabase('pglite');
  await tellStory(full.db);
});
afterAll(() => Promise.all([empty.close(), full.close()]));

it('say what to do next where nothing has arrived', async () => {
  const { get } = httpFixture(openPolicy, { db: empty.db, policy, externalUrl: () => null });
  const page = await (await get('/', browser)).text();
  expect(page).toContain('url: http://localhost:9195/webhooks/alertmanager');
  expect(page).not.toContain('credentials:');
});

it('say that senders need a credential where they do', async () => {
  const { get } = httpFixture(closedPolicy, { db: empty.db, policy });
  const page = await (await get('/', { ...browser, authorization: 'Bearer viewer-token' })).text();
  expect(page).toContain('url: https://tocsin.test/webhooks/alertmanager');
  expect(page).toContain('credentials:');
});

it('show the open incidents and nothing as markup', async () => {
  const { get } = httpFixture(openPolicy, { db: full.db, policy });
  const response = await get('/', browser);
  const page = await response.text();
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  const [open = '', resolved = ''] = page.split('Resolved lately');
  expect([...resolved.matchAll(/href="\/incidents\/(\d+)"/g)].map(([, number]) => number)).toEqual(['3']);
  expect([...open.matchAll(/href="\/incidents\/(\d+)"/g)].map(([, number]) => number)).toEqual(['4', '2', '1']);
  expect(page).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
  expect(page).not.toContain('<script');
  expect(page).toContain('ann has it');
  expect(page).toContain('nobody has it');
  expect(page).toContain('1 h ago');
  expect(page).toContain('info (low urgency)');
});

it('show whose an incident is and what is behind it', async () => {
  const page = await (await httpFixture(openPolicy, { db: full.db, policy }).get('/incidents/2', browser)).text();
  for (const text of ['service postgres', 'team storage', 'Probable cause: &lt;b&gt;postgres&lt;/b&gt;; checkout depends on it'])
    expect(page).toContain(text);
});

it('show an incident with its alerts, its story and who was told', async () => {
  const page = await (await httpFixture(openPolicy, { db: full.db, policy }).get('/incidents/1', browser)).text();
  for (const text of [
    'DiskFull on db-1',
    '3 firing, 1 resolved',
    'instance=b',
    '__proto__=p',
    'first',
    'fourth',
    'on/call/pagerduty/0',
  ]) {
    expect(page).toContain(text);
  }
  expect(page).toContain('&lt;b&gt;no&lt;/b&gt;');
  expect(page).toContain('href="http://prometheus.test/graph"');
  expect(page).not.toContain('javascript:');
});

it('load nothing from elsewhere and run nothing', async () => {
  const { get } = httpFixture(openPolicy, { db: full.db, policy });
  for (const path of ['/', '/incidents/1', '/incidents/99']) {
    const response = await get(path, browser);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await response.text()).not.toMatch(/ style=|<style|<script| on\w+=/);
  }
});

it('have a stylesheet that is open', async () => {
  const response = await httpFixture(closedPolicy).get('/style.css');
  expect(response.headers.get('content-type')).toContain('text/css');
  expect(await response.text()).toContain('prefers-color-scheme: light');
});

it('ask a browser for a token and take it as a password', async () => {
  const { get } = httpFixture(closedPolicy, { db: full.db, policy });
  for (const path of ['/', '/incidents/1']) {
    const refused = await get(path, browser);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Basic realm="tocsin", charset="UTF-8"');
    expect(await refused.text()).toContain('Sign in');
    const authorization = `Basic ${Buffer.from('me:viewer-token').toString('base64')}`;
    expect((await get(path, { ...browser, authorization })).status).toBe(200);
  }
});

it('say so where there is no such incident', async () => {
  const response = await httpFixture(openPolicy, { db: full.db, policy }).get('/incidents/99', browser);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('There is no incident');
});
