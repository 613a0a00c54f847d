import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SendRequest } from '../../../src/pipeline/notify/notifier.ts';
import { webhook } from '../../../src/pipeline/notify/webhook.ts';
import { NOBODY } from '../../fakes/nobody.ts';
import { type FakeWebhook, startWebhook } from '../../fakes/webhook.ts';
import { failedSend } from './failedSend.ts';
import { alertView, incidentView, labels, START, sendRequest } from './views.ts';

let fake: FakeWebhook;

beforeEach(async () => {
  fake = await startWebhook({ token: 'hook-token-1' });
});
afterEach(() => fake.close());

const CONTEXT = { pagerduty: { eventsUrl: '' }, slack: { apiUrl: '', botToken: null }, print: () => {} };
const note = { reason: 'first', text: 'CheckoutSlow fires', at: START } as const;

function notifier(config: Record<string, unknown> = {}) {
  return webhook.create(webhook.schema.parse({ url: fake.url, token: 'hook-token-1', ...config }), CONTEXT);
}

function reply(part: Partial<SendRequest> = {}): SendRequest {
  return sendRequest({ send: { action: 'reply', message: null, note }, ...part });
}

test('the body is the note and the incident, in snake_case, with RFC 3339 times', async () => {
  const alerts = [alertView({ labels: labels({ alertname: 'A', __proto__x: '1', ['__proto__']: 'kept' }) })];
  const receipt = await notifier().send(
    reply({ incident: incidentView({ alerts, acknowledgedAt: START + 1_000, acknowledgedBy: 'Ada' }) }),
  );
  expect(receipt).toEqual({ status: 200, answer: '{"ok":true}' });
  expect(fake.taken[0]?.key).toBe('n-1001');
  const body = fake.taken[0]?.body ?? {};
  expect(body).toMatchObject({
    version: '1',
    reason: 'first',
    text: 'CheckoutSlow fires',
    at: '2026-03-04T02:17:00.000Z',
    incident: {
      number: 42,
      status: 'triggered',
      group_labels: { cluster: 'eu-1' },
      triggered_at: '2026-03-04T02:17:00.000Z',
      acknowledged_at: '2026-03-04T02:17:01.000Z',
      acknowledged_by: 'Ada',
      resolved_at: null,
      alerts: [{ status: 'firing', starts_at: '2026-03-04T02:15:30.000000000Z', ends_at: null }],
    },
  });
  expect(fake.history[0]?.body).toContain('"__proto__":"kept"');
  fake.assertClean();
});

test('a repeated send is recognised by its key', async () => {
  fake.fail('accept_then_reset');
  await failedSend(notifier().send(reply()));
  await notifier().send(reply());
  expect(fake.history).toHaveLength(2);
  expect(fake.taken).toHaveLength(1);
});

test('a redirect is not followed', async () => {
  const elsewhere = await startWebhook();
  fake.fail({ status: 308, headers: { Location: elsewhere.url } });
  const error = await failedSend(notifier().send(reply()));
  expect(error).toMatchObject({ reason: 'client_error', retryable: false, status: 308 });
  expect(elsewhere.history).toEqual([]);
  await elsewhere.close();
});

test('neither the address nor the token is in an error', async () => {
  const secretPath = `${fake.url}/s3cr3t-path`;
  fake.fail({ status: 400, body: `no route for ${secretPath} with hook-token-1` });
  const refused = await failedSend(notifier({ url: secretPath }).send(reply()));
  const unreachable = await failedSend(notifier({ url: `${NOBODY}/s3cr3t-path` }).send(reply()));
  expect(refused.message).toBe('The webhook answered 400 and said: no route for *** with ***');
  expect(unreachable).toMatchObject({ reason: 'network', unknown: false });
  for (const error of [refused, unreachable]) expect(`${error.stack}${String(error.cause)}`).not.toMatch(/s3cr3t|hook-token/);
});

test.each(['ftp://x.example.org/', 'https://user:pw@x.example.org/', 'x.example.org', ''])('the address %j is refused', (url) => {
  const result = webhook.schema.safeParse({ url });
  expect(result.success).toBe(false);
  if (url !== '') expect(JSON.stringify(result.error)).not.toContain(url);
});
