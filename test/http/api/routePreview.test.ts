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

  it.each([
    [
      '{"labels": {"alertname": "A"}}',
      'alerts: is missing; the body: there is no key "labels" (known here: alerts, explain, at, integration)',
    ],
    ['{"alert": []}', 'alerts: is missing; the body: there is no key "alert", did you mean alerts? (known here: alerts,'],
    ['7', 'the body: 7 is not an object'],
    ['{"alerts": {}}', 'alerts: an object is not a list'],
    ['{"alerts": [{}]}', 'alerts[0].labels: is missing'],
    ['{"alerts": [{"labels": {"a": 1}}]}', 'alerts[0].labels.a: 1 is not text'],
    ['{"alerts": [], "explain": "yes"}', 'explain: "yes" is not true or false'],
    ['{"alerts": [], "at": "noon"}', 'at: "noon" is not a time; give a time as 2026-01-31T12:00:00Z (RFC 3339)'],
    [JSON.stringify({ alerts: Array(1_001).fill({ labels: {} }) }), 'alerts: holds 1001, at most 1000'],
    [
      JSON.stringify({ explain: true, alerts: Array(21).fill({ labels: {} }) }),
      'alerts: at most 20 with explain; ask for the others',
    ],
  ])('says what is wrong with %s: the value, the place and the remedy', async (body, said) => {
    const response = await open().post('/api/v1/route', body, JSON_TYPE);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(said);
    expect(error.message).toMatch(/\. Send it as in \{"alerts": \[\{"labels": \{"alertname": "…"\}\}\]\}\.$/);
    expect(error.message).not.toMatch(/Invalid|Unrecognized|expected|received|Too /);
  });

  it('takes JSON only, and POST only', async () => {
    expect((await open().post('/api/v1/route', question({ a: 'b' }), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await open().get('/api/v1/route')).status).toBe(405);
  });
});
