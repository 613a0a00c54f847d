import { describe, expect, it } from 'vitest';
import { configOf } from '../../startTestApp.ts';
import { closedPolicy, httpFixture, openPolicy } from '../httpFixture.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const { policy } = configOf(`
severities: { urgent: critical }
services: [{ name: shop, team: web }]
route:
  receiver: everybody
  routes:
    - { matchers: ['severity="critical"'], receiver: oncall, continue: true }
    - { matchers: ['env="prod"'], receiver: prod }
    - { matchers: ['team="nobody"'], receiver: none }
    - { matchers: ['team="web"', 'urgency="high"'], receiver: oncall }
    - { matchers: ['team="web"'], receiver: none }
receivers:
  - { name: everybody, console_configs: [{}, {}] }
  - { name: oncall, pagerduty_configs: [{ routing_key: 0123456789abcdef0123456789abcdef }], webhook_configs: [{ url: https://hooks.example.com/a }] }
  - { name: prod, webhook_configs: [{ url: https://hooks.example.com/b }] }
  - { name: none }
`);
const closed = () => httpFixture(closedPolicy, { policy: () => policy });
const open = () => httpFixture(openPolicy, { policy: () => policy });
const question = (...labels: Record<string, string>[]): string =>
  JSON.stringify({ alerts: labels.map((each) => ({ labels: each })) });

describe('POST /api/v1/route', () => {
  it('says of each alert, in order, who would be told', async () => {
    const { post, entries } = open();
    const body = question({ alertname: 'A' }, { severity: 'urgent', env: 'prod' }, { team: 'nobody' });
    const response = await post('/api/v1/route', body, JSON_TYPE);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      items: [
        { receivers: ['everybody'], notifiers: ['console'] },
        { receivers: ['oncall', 'prod'], notifiers: ['pagerduty', 'webhook'] },
        { receivers: ['none'], notifiers: [] },
      ],
    });
    expect(entries).toEqual([]);
  });

  it('reads the team of the service, and names whoever is told at either urgency', async () => {
    const response = await open().post('/api/v1/route', question({ service: 'shop' }), JSON_TYPE);
    expect(await response.json()).toEqual({ items: [{ receivers: ['oncall', 'none'], notifiers: ['pagerduty', 'webhook'] }] });
  });

  it.each([
    ['nobody', {}, 401],
    ['a stranger', { authorization: 'Bearer who' }, 401],
    ['a viewer', { authorization: 'Bearer viewer-token' }, 200],
    ['an integration', { authorization: 'Bearer prod-token' }, 200],
    ['an integration by Basic', { authorization: `Basic ${Buffer.from('am:pass:word').toString('base64')}` }, 200],
  ])('answers %s with its status', async (_, headers, status) => {
    expect((await closed().post('/api/v1/route', question({ a: 'b' }), { ...JSON_TYPE, ...headers })).status).toBe(status);
  });

  it('adds the labels of the asking integration, over those given, and none for a viewer', async () => {
    const ask = async (token: string): Promise<unknown> =>
      (await closed().post('/api/v1/route', question({ env: 'dev' }), { ...JSON_TYPE, authorization: `Bearer ${token}` })).json();
    expect(await ask('prod-token')).toEqual({ items: [{ receivers: ['prod'], notifiers: ['webhook'] }] });
    expect(await ask('viewer-token')).toEqual({ items: [{ receivers: ['everybody'], notifiers: ['console'] }] });
  });

  it.each([
    ['no JSON', '{', 400],
    ['no list', '{"alerts": {}}', 400],
    ['a label that is no text', '{"alerts": [{"labels": {"a": 1}}]}', 400],
    ['an unknown key', '{"alerts": [], "now": true}', 400],
    ['what is no time', '{"alerts": [], "at": "noon"}', 400],
    ['too many to explain', JSON.stringify({ explain: true, alerts: Array.from({ length: 21 }, () => ({ labels: {} })) }), 400],
    ['too many', JSON.stringify({ alerts: Array.from({ length: 1_001 }, () => ({ labels: {} })) }), 400],
    ['too long', ' '.repeat(2 ** 20 + 1), 413],
  ])('refuses %s', async (_, body, status) => {
    const response = await open().post('/api/v1/route', body, JSON_TYPE);
    expect(response.status).toBe(status);
  });

  it('takes JSON only, and POST only', async () => {
    expect((await open().post('/api/v1/route', question({ a: 'b' }), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await open().get('/api/v1/route')).status).toBe(405);
  });
});
