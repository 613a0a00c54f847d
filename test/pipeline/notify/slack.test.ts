import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import type { Note, SendRequest } from '../../../src/pipeline/notify/notifier.ts';
import { slack } from '../../../src/pipeline/notify/slack.ts';
import { type FakeSlack, startSlack } from '../../fakes/slack.ts';
import { failedSend } from './failedSend.ts';
import { incidentView, START, sendRequest } from './views.ts';

const POST = { action: 'post' } as const;

let fake: FakeSlack;

beforeEach(async () => {
  fake = await startSlack();
});
afterEach(() => fake.close());

function notifier(config: Record<string, unknown> = {}, token = fake.token) {
  const parsed = slack.schema.parse({ channel: '#payments', ...config });
  const context = { pagerduty: { eventsUrl: '' }, slack: { apiUrl: fake.url, botToken: new Secret(token) }, print: () => {} };
  return slack.create(parsed, context);
}

function note(reason: Note['reason'], text: string): Note {
  return { reason, text, at: START };
}

function post(part: Partial<SendRequest> = {}): SendRequest {
  return sendRequest({ send: POST, ...part });
}

test('one message, edited in place, with its story in the thread', async () => {
  const sender = notifier();
  const { message } = await sender.send(post());
  if (!message) throw new Error('no message in the receipt');
  await sender.send(
    sendRequest({ send: { action: 'reply', message, note: note('new_alerts', '2 more alerts') }, notificationId: 'n-2' }),
  );
  const resolved = incidentView({
    status: 'resolved',
    firing: 0,
    resolved: 3,
    resolvedAt: START + 200_000,
    resolvedBy: 'alerts',
  });
  await sender.send(sendRequest({ send: { action: 'update', message }, incident: resolved }));
  const [parent] = fake.inChannel('payments');
  expect(parent).toMatchObject({ ts: message.ts, edits: 1, text: expect.stringMatching(/^✅ Resolved.*CheckoutSlow/) });
  expect(parent?.blocks).toHaveLength(2);
  expect(fake.replies(message.ts).map(({ text }) => text)).toEqual(['CheckoutSlow: 2 more alerts']);
  expect(fake.calls).toEqual(['chat.postMessage', 'chat.postMessage', 'chat.update']);
  fake.assertClean();
});

test('a note without a message goes to the channel and names the incident', async () => {
  await notifier().send(sendRequest({ send: { action: 'reply', message: null, note: note('test', 'a line') } }));
  expect(fake.inChannel('payments')).toMatchObject([{ thread: null, text: expect.stringContaining('[#42]: a line') }]);
});

describe('mention', () => {
  const mention = '<!subteam^S0PAY>';

  test.each([
    { why: 'high urgency', incident: incidentView(), there: true },
    { why: 'low urgency', incident: incidentView({ urgency: 'low' }), there: false },
    { why: 'somebody has it already', incident: incidentView({ status: 'acknowledged', acknowledgedBy: 'Ada' }), there: false },
  ])('of the first message, $why: $there', async ({ incident, there }) => {
    await notifier({ mention }).send(post({ incident }));
    expect(JSON.stringify(fake.messages[0]?.blocks).includes(mention)).toBe(there);
  });

  test.each([
    { reason: 'reopened', there: true },
    { reason: 'severity_raised', there: true },
    { reason: 'new_alerts', there: false },
    { reason: 'repeat', there: false },
  ] as const)('of a note "$reason": $there', async ({ reason, there }) => {
    const { message } = await notifier({ mention }).send(post());
    await notifier({ mention }).send(
      sendRequest({ send: { action: 'reply', message: message ?? null, note: note(reason, 'x') } }),
    );
    expect(JSON.stringify(fake.messages[1]?.blocks).includes(mention)).toBe(there);
    fake.assertClean();
  });

  test.each(['@here', '<https://evil.example.org|x>', '<!subteam^S0PAY> hello', ''])('%j is refused', (text) => {
    expect(slack.schema.safeParse({ channel: 'payments', mention: text }).success).toBe(false);
  });
});

describe('after an unknown outcome', () => {
  test.each([
    { how: 'it had arrived', failure: 'accept_then_reset', posts: 1 },
    { how: 'it had not arrived', failure: 'reset', posts: 2 },
  ] as const)('$how', async ({ failure, posts }) => {
    fake.failFor('chat.postMessage', failure);
    const error = await failedSend(notifier().send(post()));
    expect(error).toMatchObject({ reason: 'network', retryable: true, unknown: true });
    // As after a restart: the channel's id is not known any more.
    const receipt = await notifier().send(post({ doubtSince: Date.now() }));
    expect(fake.inChannel('payments').map(({ ts }) => ts)).toEqual([receipt.message?.ts]);
    expect(receipt.message?.channel).toBe('C0PAYMENTS1');
    expect(fake.history.filter(({ path }) => path === '/api/chat.postMessage')).toHaveLength(posts);
    fake.assertClean();
  });

  test('a reply is looked for in its thread', async () => {
    const { message } = await notifier().send(post());
    const send = { action: 'reply', message: message ?? null, note: note('repeat', 'still open') } as const;
    fake.failFor('chat.postMessage', { status: 200, body: { ok: false, error: 'fatal_error' }, takesEffect: true });
    const error = await failedSend(notifier().send(sendRequest({ send, notificationId: 'n-2' })));
    expect(error).toMatchObject({ reason: 'server_error', retryable: true, unknown: true });
    await notifier().send(sendRequest({ send, notificationId: 'n-2', doubtSince: Date.now() }));
    expect(fake.replies(message?.ts ?? '')).toHaveLength(1);
    expect(fake.calls.at(-1)).toBe('conversations.replies');
    fake.assertClean();
  });

  test("another notification's message is not taken for it, and every page is looked at", async () => {
    await notifier().send(post({ notificationId: 'n-wanted' }));
    for (let index = 0; index < 205; index += 1) await notifier().send(post({ notificationId: `n-${index}` }));
    const receipt = await notifier().send(post({ notificationId: 'n-wanted', doubtSince: Date.now() }));
    expect(receipt.message?.ts).toBe(fake.messages[0]?.ts);
    await notifier().send(post({ notificationId: 'n-new', doubtSince: Date.now() }));
    expect(fake.messages).toHaveLength(207);
  });

  test.each(['conversations.history', 'conversations.list'])(
    'where the app may not look (%s), it sends again',
    async (method) => {
      fake.refuse(method, 'missing_scope');
      await notifier().send(post({ doubtSince: Date.now() }));
      expect(fake.messages).toHaveLength(1);
    },
  );

  test('where the app may not look, a refusal leaves the doubt', async () => {
    fake.refuse('conversations.history', 'missing_scope');
    fake.failFor('chat.postMessage', { status: 429, headers: { 'Retry-After': '5' } });
    const error = await failedSend(notifier().send(post({ doubtSince: Date.now() })));
    expect(error).toMatchObject({ reason: 'rate_limited', retryable: true, unknown: true, retryAfterMs: 5_000 });
  });

  test('where it has looked, a refusal leaves none', async () => {
    fake.failFor('chat.postMessage', { status: 429, headers: { 'Retry-After': '5' } });
    expect(await failedSend(notifier().send(post({ doubtSince: Date.now() })))).toMatchObject({ unknown: false });
  });

  test.each([
    { status: 429, headers: { 'Retry-After': '5' } },
    { status: 503 },
    { status: 200, body: { ok: false, error: 'internal_error' } },
    { html: 200 },
    { status: 200, body: { ok: true, messages: 'none' } },
  ])('while looking fails for now (%j), nothing is sent and the doubt stays', async (failure) => {
    fake.failFor('conversations.history', failure);
    const error = await failedSend(notifier({ channel: 'C0PAYMENTS1' }).send(post({ doubtSince: Date.now() })));
    expect(error).toMatchObject({ retryable: true, unknown: true });
    expect(fake.messages).toEqual([]);
  });
});

describe("Slack's error words", () => {
  test.each([
    { word: 'channel_not_found', reason: 'target_gone', retryable: false, unknown: false },
    { word: 'is_archived', reason: 'target_gone', retryable: false, unknown: false },
    { word: 'not_in_channel', reason: 'target_gone', retryable: false, unknown: false },
    { word: 'token_revoked', reason: 'auth', retryable: false, unknown: false },
    { word: 'account_inactive', reason: 'auth', retryable: false, unknown: false },
    { word: 'ratelimited', reason: 'rate_limited', retryable: true, unknown: false },
    { word: 'service_unavailable', reason: 'server_error', retryable: true, unknown: false },
    { word: 'fatal_error', reason: 'server_error', retryable: true, unknown: true },
    { word: 'some_new_word', reason: 'client_error', retryable: false, unknown: false },
  ])('$word', async ({ word, ...expected }) => {
    fake.fail({ status: 200, body: { ok: false, error: word } });
    expect(await failedSend(notifier().send(post()))).toMatchObject(expected);
    expect(fake.history).toHaveLength(1);
  });

  test.each([
    { channel: '#old', word: 'is_archived' },
    { channel: 'strangers', word: 'not_in_channel' },
    { channel: 'nowhere', word: 'channel_not_found' },
  ])('$channel is told apart by the remedy: $word', async ({ channel, word }) => {
    const error = await failedSend(notifier({ channel }).send(post()));
    expect(error.message).toContain(`Slack refused chat.postMessage: ${word}`);
  });

  test('a message that is gone cannot be edited', async () => {
    const message = { channel: 'C0PAYMENTS1', ts: '1700000000.000100' };
    const error = await failedSend(notifier().send(sendRequest({ send: { action: 'update', message } })));
    expect(error).toMatchObject({ reason: 'target_gone', retryable: false });
  });

  test.each(['invalid_blocks', 'msg_blocks_too_long', 'msg_too_long'])('%s: the text goes out alone', async (word) => {
    fake.fail({ status: 200, body: { ok: false, error: word } });
    const receipt = await notifier().send(post());
    expect(receipt.answer).toContain(`as plain text (${word})`);
    expect(fake.messages).toMatchObject([{ blocks: [], text: expect.stringContaining('CheckoutSlow') }]);
    expect(fake.history).toHaveLength(2);
    fake.assertClean();
  });
});

test('429 without a Retry-After is still a 429', async () => {
  fake.fail({ status: 429 });
  expect(await failedSend(notifier().send(post()))).toMatchObject({
    reason: 'rate_limited',
    retryable: true,
    retryAfterMs: null,
  });
});

test('a wrong token is refused, and not repeated in the error', async () => {
  const error = await failedSend(notifier({}, 'xoxb-wrong-0001').send(post()));
  expect(error).toMatchObject({ reason: 'auth', retryable: false });
  expect(`${error.stack}`).not.toContain('xoxb-wrong');
});

test('a gateway that says where it failed does not get the token into the error', async () => {
  fake.fail({ status: 502, body: `upstream refused Bearer ${fake.token}` });
  const error = await failedSend(notifier().send(post()));
  expect(error.message).toBe('Slack answered 502 and said: upstream refused Bearer ***');
});

test('without a bot token there is no Slack', () => {
  const context = { pagerduty: { eventsUrl: '' }, slack: { apiUrl: fake.url, botToken: null }, print: () => {} };
  expect(() => slack.create(slack.schema.parse({ channel: 'x' }), context)).toThrow('set slack.bot_token');
});
