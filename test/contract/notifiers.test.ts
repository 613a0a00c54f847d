import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/pipeline/notify/deliveryError.ts';
import type { Notifier, Send, SendRequest } from '../../src/pipeline/notify/notifier.ts';
import type { NotifierContext } from '../../src/pipeline/notify/notifierKind.ts';
import { NOTIFIERS } from '../../src/pipeline/notify/notifiers.ts';
import { NOTIFIER_NAMES } from '../../src/pipeline/policy.ts';
import type { Failure } from '../fakes/fakeServer.ts';
import { NOBODY } from '../fakes/nobody.ts';
import { evidenceOf } from '../pipeline/notify/evidenceViews.ts';
import { failedSend } from '../pipeline/notify/failedSend.ts';
import { incidentView, sendRequest } from '../pipeline/notify/views.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

/** What each bad answer must be called, whoever gave it. `unknown` is not looked at where it is left out. */
const BAD_ANSWERS: readonly { name: string; failure: Failure; expected: Partial<DeliveryError> }[] = [
  { name: '400', failure: { status: 400, body: 'no' }, expected: { reason: 'client_error', retryable: false, unknown: false } },
  { name: '401', failure: { status: 401, body: 'who?' }, expected: { reason: 'auth', retryable: false, unknown: false } },
  { name: '403 in HTML', failure: { html: 403 }, expected: { reason: 'auth', retryable: false, unknown: false } },
  {
    name: '429 with Retry-After',
    failure: { status: 429, body: '', headers: { 'Retry-After': '17' } },
    expected: { reason: 'rate_limited', retryable: true, unknown: false, retryAfterMs: 17_000 },
  },
  { name: '500', failure: { status: 500, body: { error: 'x' } }, expected: { reason: 'server_error', retryable: true } },
  { name: '502 in HTML', failure: { html: 502 }, expected: { reason: 'server_error', retryable: true } },
  { name: 'cut after reading', failure: 'reset', expected: { reason: 'network', retryable: true, unknown: true } },
  { name: 'cut before reading', failure: 'resetBefore', expected: { reason: 'network', retryable: true, unknown: true } },
  { name: 'cut after acting', failure: 'accept_then_reset', expected: { reason: 'network', retryable: true, unknown: true } },
];

test('the list has every notifier once, in the order of the names', () => {
  expect(NOTIFIERS.map(({ name }) => name)).toEqual([...NOTIFIER_NAMES]);
});

describe.each(NOTIFIERS.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  let subject: Subject;
  let notifier: Notifier;

  beforeEach(async () => {
    subject = await SUBJECTS[name]();
    notifier = kind.create(kind.schema.parse(subject.config), contextOf(subject));
  });
  afterEach(async () => {
    await subject.fake?.close();
  });

  test('sends once', async () => {
    const receipt = await notifier.send(sendRequest({ send: subject.send }));
    expect(subject.told()).toBe(1);
    expect(subject.fake?.history.length ?? 1).toBe(1);
    expect(JSON.stringify(receipt)).not.toContain(subject.secret);
    expect(receipt.answer.length).toBeLessThanOrEqual(500);
    subject.fake?.assertClean();
  });

  test('send_resolved is on unless the configuration says otherwise; unknown keys are refused', () => {
    const config = subject.config as object;
    expect(kind.schema.parse(config).send_resolved).toBe(true);
    expect(kind.schema.parse({ ...config, send_resolved: false }).send_resolved).toBe(false);
    expect(kind.schema.safeParse({ ...config, sendresolved: false }).success).toBe(false);
  });

  test('an account is 16 hex digits that do not change', () => {
    const account = kind.account(kind.schema.parse(subject.config));
    expect(account).toMatch(/^[0-9a-f]{16}$/);
    expect(kind.account(kind.schema.parse(subject.config))).toBe(account);
    expect(JSON.stringify(kind.schema.parse(subject.config))).not.toContain(subject.secret);
  });

  test('what is not its business is a bug, and said so', async () => {
    const others: Send[] = [{ action: 'trigger', opening: 1 }, { action: 'post' }];
    const foreign = others.filter((send) => send.action !== subject.send.action);
    for (const send of foreign) await expect(notifier.send(sendRequest({ send }))).rejects.toThrow(/was asked to (trigger|post)/);
    expect(subject.told()).toBe(0);
  });
});

const REMOTE = NOTIFIERS.filter(({ name }) => name !== 'console').map((kind) => [kind.name, kind] as const);

describe.each(REMOTE)('%s, when the other side', (name, kind) => {
  let subject: Subject & { fake: NonNullable<Subject['fake']> };
  let notifier: Notifier;

  beforeEach(async () => {
    const started = await SUBJECTS[name]();
    if (!started.fake) throw new Error(`${name} has no fake`);
    subject = { ...started, fake: started.fake };
    notifier = kind.create(kind.schema.parse(subject.config), contextOf(subject));
  });
  afterEach(() => subject.fake.close());

  test.each(BAD_ANSWERS)('answers: $name', async ({ failure, expected }) => {
    subject.fake.fail(failure);
    const error = await failedSend(notifier.send(sendRequest({ send: subject.send })));
    expect(error).toMatchObject(expected);
    expect(subject.fake.history).toHaveLength(1);
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(subject.secret);
  });

  test('is slow: it is waited for', async () => {
    subject.fake.fail({ delayMs: 250 });
    await notifier.send(sendRequest({ send: subject.send }));
    expect(subject.told()).toBe(1);
    subject.fake.assertClean();
  });

  test('never answers: the signal ends it, and nobody knows', async () => {
    subject.fake.fail('hang');
    const error = await failedSend(notifier.send(sendRequest({ send: subject.send, signal: AbortSignal.timeout(200) })));
    expect(error).toMatchObject({ reason: 'timeout', retryable: true, unknown: true });
    expect(subject.fake.history).toHaveLength(1);
  });

  test('is not asked any more: nothing leaves', async () => {
    const error = await failedSend(notifier.send(sendRequest({ send: subject.send, signal: AbortSignal.abort() })));
    expect(error).toMatchObject({ reason: 'timeout', retryable: true, unknown: false });
    expect(subject.fake.history).toEqual([]);
  });

  test.each([false, true])(
    'is reached by somebody else while this process stands still (connected before: %s)',
    async (before) => {
      if (before) await notifier.send(sendRequest({ send: subject.send }));
      let standsStill = false;
      const sending = notifier.send(sendRequest({ send: subject.send, mayLeave: () => !standsStill }));
      standsStill = true;
      expect(await failedSend(sending)).toMatchObject({ reason: 'timeout', retryable: true, unknown: false });
      expect(subject.told()).toBe(before ? 1 : 0);
      // And the one after it is not harmed.
      await notifier.send(sendRequest({ send: subject.send }));
      expect(subject.fake.history).toHaveLength(before ? 2 : 1);
      subject.fake.assertClean();
    },
  );

  test('is not there: nothing has left, for sure', async () => {
    const away = await SUBJECTS[name](`${NOBODY}/`);
    const knocking = kind.create(kind.schema.parse(away.config), contextOf(away));
    const error = await failedSend(knocking.send(sendRequest({ send: subject.send })));
    await away.fake?.close();
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).toMatchObject({ reason: 'network', retryable: true, unknown: false });
  });

  test('had a bad moment: the next send goes through', async () => {
    subject.fake.fail({ html: 503 }, 'reset');
    await failedSend(notifier.send(sendRequest({ send: subject.send })));
    await failedSend(notifier.send(sendRequest({ send: subject.send })));
    await notifier.send(sendRequest({ send: subject.send }));
    expect(subject.told()).toBe(1);
    subject.fake.assertClean();
  });
});

describe.each(NOTIFIERS.map((kind) => [kind.name, kind] as const).filter(([name]) => name === 'pagerduty' || name === 'slack'))(
  '%s, told what was found out, when the other side',
  (name, kind) => {
    let subject: Subject;
    let send: (part?: Partial<SendRequest>) => Promise<unknown>;

    beforeEach(async () => {
      subject = await SUBJECTS[name]();
      const notifier = kind.create(kind.schema.parse(subject.config), contextOf(subject));
      const incident = incidentView({ evidence: [evidenceOf()] });
      send = (part = {}) => notifier.send(sendRequest({ send: subject.evidence as Send, incident, ...part }));
    });
    afterEach(async () => {
      await subject.fake?.close();
    });

    test.each(BAD_ANSWERS.filter(({ expected }) => expected.retryable))(
      'answers: $name at first: nothing has been told, for sure',
      async ({ failure, expected }) => {
        subject.fake?.fail(failure);
        const error = await failedSend(send());
        expect(error).toMatchObject({ ...expected, unknown: false });
        expect(subject.fake?.history).toHaveLength(1);
        expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(subject.secret);
      },
    );

    test('is not asked any more, or reached by somebody else while this process stands still: nothing leaves', async () => {
      const late = await failedSend(send({ signal: AbortSignal.abort() }));
      const stood = await failedSend(send({ mayLeave: () => false }));
      for (const error of [late, stood]) expect(error).toMatchObject({ reason: 'timeout', retryable: true, unknown: false });
      expect(subject.fake?.history).toEqual([]);
    });
  },
);

function contextOf(subject: Subject): NotifierContext {
  const empty = { pagerduty: { eventsUrl: NOBODY }, slack: { apiUrl: `${NOBODY}/`, botToken: null } };
  return { ...empty, print: () => {}, ...subject.context };
}
