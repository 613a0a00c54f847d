import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import { pagerduty } from '../../../src/pipeline/notify/pagerduty.ts';
import { type FakePagerDuty, startPagerDuty } from '../../fakes/pagerduty.ts';
import { failedSend } from './failedSend.ts';
import { alertView, incidentView, labels, START, sendRequest } from './views.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz012345';
const DEDUP = '0b54c7f2-9f0e-4d3a-8f15-6f2f1f7b8a10/42/1';

let fake: FakePagerDuty;

beforeEach(async () => {
  fake = await startPagerDuty();
});
afterEach(() => fake.close());

function notifier(eventsUrl = fake.url) {
  const config = { routing_key: new Secret(KEY), send_resolved: true, urgency: ['high' as const] };
  return pagerduty.create(config, { pagerduty: { eventsUrl }, slack: { apiUrl: '', botToken: null }, print: () => {} });
}

test('an incident is opened, acknowledged and resolved under one key', async () => {
  const receipt = await notifier().send(sendRequest());
  await notifier().send(sendRequest({ send: { action: 'acknowledge', opening: 1 } }));
  expect(fake.open()).toMatchObject([{ dedupKey: DEDUP, routingKey: KEY, status: 'acknowledged', triggers: 1 }]);
  await notifier().send(sendRequest({ send: { action: 'resolve', opening: 1 } }));
  expect(receipt).toEqual({ status: 202, answer: 'Event processed' });
  expect(fake.events.map(({ action, effect }) => `${action} ${effect}`)).toEqual([
    'trigger opened',
    'acknowledge acknowledged',
    'resolve resolved',
  ]);
  fake.assertClean();
});

test('the key counts the openings of the send, not of the incident as it stands by now', async () => {
  await notifier().send(sendRequest({ send: { action: 'trigger', opening: 3 }, incident: incidentView({ opening: 4 }) }));
  expect(fake.events[0]?.dedupKey).toMatch(/\/42\/3$/);
});

test('the summary names what fires, whatever the alert says', async () => {
  const long = alertView({ annotations: labels({ summary: 'x\u0000\ud800 '.repeat(100_000) }) });
  await notifier().send(sendRequest({ incident: incidentView({ alerts: [long], firing: 7 }) }));
  const summary = fake.incidents[0]?.summary ?? '';
  expect(summary).toMatch(/^CheckoutSlow: /);
  expect(summary).toMatch(/ \(7 alerts\) \[#42\]$/);
  expect(summary.length).toBeLessThanOrEqual(1024);
  fake.assertClean();
});

test('links that are no web addresses are left out', async () => {
  const annotations = labels({ runbook_url: 'javascript:alert(1)', runbook: 'https://user:pass@evil.example.org/' });
  await notifier().send(
    sendRequest({ incident: incidentView({ alerts: [alertView({ annotations, generatorUrl: 'not a url' })] }) }),
  );
  expect(JSON.parse(fake.history[0]?.body ?? '').links).toEqual([
    { href: 'https://tocsin.example.org/incidents/42', text: 'Incident 42 in Tocsin' },
  ]);
});

describe('an event never grows above 512 KB', () => {
  test.each([
    { alerts: 20, bytes: 1_000, left: 'everything' },
    { alerts: 20, bytes: 40_000, left: 'shortened texts' },
    { alerts: 20, bytes: 4_000_000, left: 'shortened texts' },
  ])('$alerts alerts with $bytes bytes of annotations leave $left', async ({ alerts, bytes, left }) => {
    const one = alertView({ annotations: labels({ summary: 'disk full', notes: '€'.repeat(bytes / 2) }) });
    await notifier().send(sendRequest({ incident: incidentView({ alerts: Array(alerts).fill(one), firing: alerts }) }));
    const { custom_details } = JSON.parse(fake.history[0]?.body ?? '').payload;
    const kept = custom_details.alerts[0].annotations.notes.length;
    expect(kept).toBe(left === 'everything' ? bytes / 2 : 1_000);
    fake.assertClean();
  });

  test('10,000 labels are cut down to a few', async () => {
    const many = labels(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`label_${index}`, '€'.repeat(3_000)])));
    const alerts = Array(20).fill(alertView({ labels: many }));
    await notifier().send(sendRequest({ incident: incidentView({ alerts }) }));
    const { custom_details } = JSON.parse(fake.history[0]?.body ?? '').payload;
    expect(Object.keys(custom_details.alerts[0].labels)).toHaveLength(20);
    fake.assertClean();
  });
});

describe('what pdjs makes of a bad answer does not come through', () => {
  test('a 429 stays one request', async () => {
    fake.fail({ status: 429, body: '', headers: { 'Retry-After': '37' } });
    const error = await failedSend(notifier().send(sendRequest()));
    expect(error).toMatchObject({ reason: 'rate_limited', retryable: true, unknown: false, retryAfterMs: 37_000, status: 429 });
    // A second request would leave at once and open the incident.
    await notifier().send(sendRequest({ send: { action: 'resolve', opening: 1 } }));
    expect(fake.history.map(({ outcome }) => outcome)).toEqual([429, 202]);
    expect(fake.incidents).toEqual([]);
  });

  test('a large 429 does not block the next event', async () => {
    fake.fail({ status: 429, body: 'slow down '.repeat(500_000) });
    await failedSend(notifier().send(sendRequest()));
    await notifier().send(sendRequest());
    expect(fake.history.map(({ outcome }) => outcome)).toEqual([429, 202]);
  });

  test.each([
    { html: 502, retryable: true, reason: 'server_error' },
    { html: 400, retryable: false, reason: 'client_error' },
    { html: 403, retryable: false, reason: 'auth' },
  ])('the status of a page of HTML is not lost: $html', async ({ html, retryable, reason }) => {
    fake.fail({ html });
    const error = await failedSend(notifier().send(sendRequest()));
    // A proxy that gave up waiting does not know what PagerDuty has taken.
    expect(error).toMatchObject({ reason, retryable, unknown: html >= 500, status: html });
    expect(fake.history).toHaveLength(1);
  });

  test('a 200 that is not from PagerDuty is no acceptance', async () => {
    fake.fail({ html: 200 });
    const error = await failedSend(notifier().send(sendRequest()));
    expect(error).toMatchObject({ reason: 'other', retryable: true, unknown: true, status: 200 });
  });

  test('a redirect does not carry the routing key away', async () => {
    const elsewhere = await startPagerDuty();
    fake.fail({ status: 307, headers: { Location: `${elsewhere.url}/v2/enqueue` } });
    const error = await failedSend(notifier().send(sendRequest()));
    expect(error).toMatchObject({ reason: 'client_error', retryable: false, status: 307 });
    expect(elsewhere.history).toEqual([]);
    await elsewhere.close();
  });

  test('a 202 whose body never ends is an acceptance', async () => {
    fake.fail({ status: 202, body: '{"status":"success"', headers: { 'Content-Length': '4000' }, takesEffect: true });
    const receipt = await notifier().send(sendRequest({ signal: AbortSignal.timeout(300) }));
    expect(receipt.status).toBe(202);
  });
});

test('a refused event says why, and never the routing key', async () => {
  fake.fail({
    status: 400,
    body: { status: 'invalid event', message: 'Event object is invalid', errors: [`'routing_key' ${KEY} is unknown`] },
  });
  const error = await failedSend(notifier().send(sendRequest()));
  expect(error.message).toBe("PagerDuty answered 400 and said: Event object is invalid; 'routing_key' *** is unknown");
  expect(JSON.stringify([error, error.stack, String(error.cause)])).not.toContain(KEY);
});

test.each(['', '/pd/eu'])('events_url has the path %j, with or without a slash at its end', async (place) => {
  const behindGateway = await startPagerDuty({ place });
  await notifier(behindGateway.url).send(sendRequest());
  await notifier(`${behindGateway.url}/`).send(sendRequest({ send: { action: 'resolve', opening: 1 } }));
  expect(behindGateway.events.map(({ effect }) => effect)).toEqual(['opened', 'resolved']);
  behindGateway.assertClean();
  await behindGateway.close();
});

test('a refusal after an attempt without an answer does not say that the attempt had not arrived', async () => {
  fake.fail('accept_then_reset', { status: 429 });
  expect(await failedSend(notifier().send(sendRequest()))).toMatchObject({ unknown: true });
  const second = await failedSend(notifier().send(sendRequest({ doubtSince: START })));
  expect(second).toMatchObject({ reason: 'rate_limited', retryable: true, unknown: true, status: 429 });
  expect(fake.open()).toHaveLength(1);
});

test('a failed TLS handshake has sent nothing, for sure', async () => {
  const error = await failedSend(notifier(fake.url.replace('http:', 'https:')).send(sendRequest()));
  expect(error).toMatchObject({ reason: 'network', retryable: true, unknown: false });
});

test('events share a connection', async () => {
  const ports = new Set<string>();
  fake.fail({ delayMs: 1 }, { delayMs: 1 });
  await notifier().send(sendRequest());
  await notifier().send(sendRequest());
  for (const { headers } of fake.history) ports.add(headers.connection ?? '');
  expect([...ports]).toEqual(['keep-alive']);
});

test.each(['abc', `${KEY}0`, 'abcdefghijklmnopqrstuvwxyz01234!', ''])(
  'the routing key %j is refused without repeating it',
  (key) => {
    const result = pagerduty.schema.safeParse({ routing_key: key });
    expect(result.success).toBe(false);
    if (key !== '') expect(JSON.stringify(result.error)).not.toContain(key);
  },
);
