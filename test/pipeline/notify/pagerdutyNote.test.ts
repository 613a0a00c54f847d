import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import type { Notifier, SendRequest } from '../../../src/pipeline/notify/notifier.ts';
import { pagerduty } from '../../../src/pipeline/notify/pagerduty.ts';
import { type FakePagerDuty, startPagerDuty } from '../../fakes/pagerduty.ts';
import { allEvidence, evidenceOf, logContent, pattern, redacted } from './evidenceViews.ts';
import { failedSend } from './failedSend.ts';
import { incidentView, START, sendRequest } from './views.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz012345';

let fake: FakePagerDuty;

beforeEach(async () => {
  fake = await startPagerDuty();
});
afterEach(() => fake.close());

function notifier(token: string | null = fake.rest.token, url = fake.url): Notifier {
  const rest = token === null ? null : { url, token: new Secret(token), from: fake.rest.from };
  const context = { pagerduty: { eventsUrl: fake.url, rest }, slack: { apiUrl: '', botToken: null }, print: () => {} };
  return pagerduty.create(pagerduty.schema.parse({ routing_key: KEY }), context);
}

function note(evidence: Evidence[] = allEvidence(), more: Partial<SendRequest> = {}): SendRequest {
  const send = { action: 'reply', message: null, note: { reason: 'evidence', text: 'loki: 3 patterns', at: START } } as const;
  return sendRequest({ send, incident: incidentView({ evidence }), ...more });
}

async function opened(opening = 1): Promise<void> {
  await notifier().send(sendRequest({ send: { action: 'trigger', opening } }));
}

test('what was found stands as one note on the incident that was opened', async () => {
  await opened();
  const receipt = await notifier().send(note());
  expect(receipt).toEqual({ status: 200, answer: 'note PNOTE0' });
  expect(fake.rest.notes).toMatchObject([{ incident: 'PFAKE001' }]);
  await expect(`${fake.rest.notes[0]?.content}\n`).toMatchFileSnapshot('../../golden/pagerduty/evidence.note.txt');
  fake.assertClean();
});

test('it is that of the opening that the evidence is of', async () => {
  await opened(1);
  await opened(2);
  await notifier().send(note([evidenceOf({ opening: 2 })]));
  expect(fake.rest.notes.map(({ incident }) => incident)).toEqual(['PFAKE002']);
});

test('an incident that somebody has resolved over there takes it too', async () => {
  await opened();
  await notifier().send(sendRequest({ send: { action: 'resolve', opening: 1 } }));
  await notifier().send(note());
  expect(fake.rest.notes).toHaveLength(1);
});

test('where nothing has been opened yet it is tried again, and then written', async () => {
  fake.rest.hidden = 1;
  await opened();
  const error = await failedSend(notifier().send(note()));
  expect(error).toMatchObject({ reason: 'other', retryable: true, unknown: false });
  expect(error.message).toMatch(/no incident under .+\/42\/1 yet/);
  await notifier().send(note());
  expect(fake.rest.notes).toHaveLength(1);
});

test('where the opening is over and of the next nothing is known, nothing is written', async () => {
  await opened();
  expect((await notifier().send(note([]))).answer).toContain('nothing to be noted');
  expect(fake.history).toHaveLength(1);
});

describe('after an unknown outcome', () => {
  test.each([
    { how: 'it had arrived', failure: 'accept_then_reset' },
    { how: 'it had not', failure: 'reset' },
  ] as const)('$how: one note stands there', async ({ failure }) => {
    await opened();
    // The incident is looked up, then the note is written.
    fake.fail({ delayMs: 0 }, failure);
    expect(await failedSend(notifier().send(note()))).toMatchObject({ reason: 'network', retryable: true, unknown: true });
    await notifier().send(note(allEvidence(), { doubtSince: START }));
    expect(fake.rest.notes).toHaveLength(1);
    fake.assertClean();
  });

  test('while looking fails, nothing is written and the doubt stays', async () => {
    await opened();
    fake.fail({ delayMs: 0 }, { html: 503 });
    const error = await failedSend(notifier().send(note(allEvidence(), { doubtSince: START })));
    expect(error).toMatchObject({ reason: 'server_error', retryable: true, unknown: true });
    expect(fake.rest.notes).toEqual([]);
  });
});

test('a lookup that broke off has written nothing, for sure', async () => {
  await opened();
  fake.fail('accept_then_reset');
  expect(await failedSend(notifier().send(note()))).toMatchObject({ retryable: true, unknown: false });
});

test.each([
  { failure: { status: 404, body: { error: { message: 'Not Found' } } }, retryable: true, reason: 'client_error' },
  { failure: { status: 429, headers: { 'ratelimit-reset': '7' } }, retryable: true, reason: 'rate_limited', retryAfterMs: 7_000 },
  { failure: { status: 500 }, retryable: true, reason: 'server_error' },
  { failure: { html: 200 }, retryable: true, reason: 'other' },
  { failure: { status: 302, headers: { Location: 'https://evil.example.org/' } }, retryable: false, reason: 'client_error' },
  {
    failure: { status: 400, body: { error: { message: 'Requester User Not Found' } } },
    retryable: false,
    reason: 'client_error',
  },
])('an answer that is none: $failure', async ({ failure, ...expected }) => {
  await opened();
  fake.fail(failure);
  expect(await failedSend(notifier().send(note()))).toMatchObject(expected);
  expect(fake.history).toHaveLength(2);
});

test('a refused token is named as what it is, and never shown', async () => {
  await opened();
  const error = await failedSend(notifier('u+wrongToken').send(note()));
  expect(error).toMatchObject({ reason: 'auth', retryable: false, status: 401 });
  expect(error.message).toContain('pagerduty.api_token');
  expect(JSON.stringify([error, error.stack, String(error.cause)])).not.toContain('u+wrongToken');
});

test('without a token no note is asked for', async () => {
  expect(await failedSend(notifier(null).send(note()))).toMatchObject({ retryable: false });
  expect(fake.history).toEqual([]);
});

test('a server that hangs holds up what follows for five seconds at most', async () => {
  await opened();
  fake.fail('hang');
  const before = performance.now();
  expect(await failedSend(notifier().send(note()))).toMatchObject({ reason: 'timeout', retryable: true, unknown: false });
  expect(performance.now() - before).toBeLessThan(8_000);
}, 15_000);

test('it stays short, in whole lines, and says that there is more', async () => {
  await opened();
  const long = pattern({ text: redacted('x'.repeat(4_000)), traces: [] });
  const logs = logContent({ patterns: [long, long, long] });
  await notifier().send(note(Array.from({ length: 20 }, (_, nth) => evidenceOf({ source: `loki-${nth}`, content: logs }))));
  const content = fake.rest.notes[0]?.content ?? '';
  expect(content.length).toBeLessThanOrEqual(2_000);
  expect(content).toMatch(/\n… and more, on the incident page$/);
  expect(content).toMatch(/\n {2}83× new error [\d:–]+ {2}x{199}…\n/);
  fake.assertClean();
});

test.each(['', '/pd/eu'])('api_url has the path %j, with or without a slash at its end', async (place) => {
  const behind = await startPagerDuty({ place });
  for (const url of [behind.url, `${behind.url}/`]) {
    expect((await failedSend(notifier(behind.rest.token, url).send(note()))).message).toContain('no incident under');
  }
  behind.assertClean();
  await behind.close();
});
